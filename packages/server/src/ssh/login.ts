import type { AnyAuthMethod, AuthHandlerMiddleware, ParsedKey, Prompt } from 'ssh2';
import type { ReadyLogin } from '../run/ports.ts';
import { LoginAgent } from './agent.ts';
import type { Attempt } from './attempt.ts';
import { detailText } from './failures.ts';
import { signingKey } from './signing-key.ts';
import { unlockKey } from './unlock-key.ts';

/** A login with its key parsed: made once per run, used for every host. */
export type PreparedLogin =
  | { method: 'key'; key: ParsedKey; label: string }
  | { method: 'agent'; socket: string }
  | { method: 'password'; password: string };

/**
 * Parses the key once for all hosts of a run. Rejects with `KeyProblem` when it cannot be used; whoever resolved the login has
 * checked that before.
 */
export async function prepareLogin(login: ReadyLogin): Promise<PreparedLogin> {
  switch (login.method) {
    case 'key': {
      const text = await unlockKey(login.privateKey.toString('utf8').trim(), login.passphrase);
      return { method: 'key', key: signingKey(text), label: login.label };
    }
    case 'agent':
      return { method: 'agent', socket: login.socket };
    case 'password':
      return { method: 'password', password: login.password };
  }
}

/** The login of one attempt: which credential goes when, and what it means when the host does not take it. */
export interface LoginConversation {
  /** For ssh2: asked for each next step. `ready` is waited for before the first credential leaves. */
  authHandler(ready: () => Promise<void>): AuthHandlerMiddleware;
  /** The key is at hand, so its signature can go with the first request. */
  readonly signsAtOnce: boolean;
  /** What ends the attempt when the time for the login is over. */
  onLimit: () => void;
  /** What was accepted, in words. */
  accepted(): string;
  /** What was offered, in words for a login that was refused. */
  readonly credential: string;
  dispose(): void;
}

/** A prompt that asks for the password itself, in the languages that PAM speaks most; anything else is never answered. */
const PASSWORD_PROMPT =
  /pass(?:w|phrase|ord)|kennwort|contrase|mot de passe|senha|wachtwoord|lösenord|adgangskode|hasło|heslo|парол|密码|密碼|口令|パスワード|암호|비밀번호/i;

/** ssh2 gives key types as `ssh-ed25519`, `ecdsa-sha2-nistp256`; people say `ed25519`, `ecdsa`. */
export function shortKeyType(type: string): string {
  return type.replace(/^ssh-/, '').replace(/-sha2-.*$/, '');
}

export function converse(attempt: Attempt, user: string, login: PreparedLogin): LoginConversation {
  const agent = login.method === 'agent' ? new LoginAgent(login.socket) : undefined;
  const tried: AnyAuthMethod['type'][] = [];

  function fail(reason: 'auth/rejected' | 'auth/no-method' | 'auth/agent-unavailable', detail: string): void {
    attempt.end({ type: 'host-failed', reason, detail: detailText(detail) });
  }

  function first(): AnyAuthMethod {
    switch (login.method) {
      case 'key':
        return { type: 'publickey', username: user, key: login.key };
      case 'agent':
        return { type: 'agent', username: user, agent: agent! };
      case 'password':
        return { type: 'password', username: user, password: login.password };
    }
  }

  /** Answers exactly one hidden password prompt, once; every other question ends the attempt unanswered. */
  function answerPrompts(password: string): AnyAuthMethod {
    let answered = false;
    return {
      type: 'keyboard-interactive',
      username: user,
      prompt(
        _name: string,
        _instructions: string,
        _language: string,
        prompts: Prompt[],
        finish: (answers: string[]) => void,
      ) {
        const [only] = prompts;
        const isPassword = prompts.length === 1 && only?.echo !== true && PASSWORD_PROMPT.test(only!.prompt);
        if (answered && isPassword) return fail('auth/rejected', 'the password');
        if (!isPassword)
          return fail('auth/no-method', `it asks ${prompts.map((one) => `"${one.prompt}"`).join(', ')}`);
        answered = true;
        finish([password]);
      },
    };
  }

  /** @param answer what the host would take now; null when nothing was sent that it could answer */
  function afterFailure(answer: readonly string[] | null, partial: boolean): AnyAuthMethod | undefined {
    const last = tried.at(-1)!;
    const left = answer ?? [];
    const offers = left.join(', ') || 'nothing';
    if (answer === null && agent === undefined) fail('auth/no-method', 'it takes this key with SHA-1 only');
    else if (partial) fail('auth/no-method', `after this login it also wants ${offers}`);
    else if (agent?.problem !== undefined) fail('auth/agent-unavailable', agent.problem);
    else if (login.method === 'password' && last === 'password' && !left.includes('password')) {
      if (left.includes('keyboard-interactive')) return answerPrompts(login.password);
      fail('auth/no-method', `it offers ${offers}`);
    } else if (last !== 'keyboard-interactive' && !left.includes(last === 'agent' ? 'publickey' : last)) {
      fail('auth/no-method', `it offers ${offers}`);
    } else fail('auth/rejected', credentialOf(login));
    return undefined;
  }

  return {
    signsAtOnce: login.method === 'key',
    credential: credentialOf(login),
    authHandler: (ready) => (left, partial, next) => {
      const go = (method: AnyAuthMethod | undefined) => {
        if (method === undefined || attempt.ending !== undefined) return;
        tried.push(method.type);
        next(method);
      };
      if (tried.length > 0) go(afterFailure(left, partial));
      else ready().then(() => go(first()), attempt.abandon);
    },
    onLimit() {
      if (agent?.waiting) return fail('auth/agent-unavailable', 'no answer in time');
      attempt.end({ type: 'host-failed', reason: 'auth/timeout', limitMs: attempt.limits.authMs });
    },
    accepted() {
      switch (login.method) {
        case 'key':
          return `${user}, key ${shortKeyType(login.key.type)}`;
        case 'agent':
          return `${user}, agent key ${shortKeyType(agent?.signedWith ?? '')}`.trimEnd();
        case 'password':
          return `${user}, password`;
      }
    },
    dispose: () => agent?.dispose(),
  };
}

function credentialOf(login: PreparedLogin): string {
  switch (login.method) {
    case 'key':
      return login.label;
    case 'agent':
      return 'no key of the ssh-agent';
    case 'password':
      return 'the password';
  }
}
