import type { AnyAuthMethod, AuthHandlerMiddleware, Prompt } from 'ssh2';
import { LoginAgent } from './agent.ts';
import type { Attempt } from './attempt.ts';
import { detailText } from './failures.ts';
import { acceptedLogin, credentialOf, type PreparedLogin } from './login.ts';
import { byKeyboard } from './password-prompt.ts';

/** The login of one attempt: which credential goes when, and what it means when the host does not take it. */
export interface LoginConversation {
  /** For ssh2, which asks for each next step. `ready` is waited for before the first credential leaves. */
  authHandler(ready: () => Promise<void>): AuthHandlerMiddleware;
  /** The key is at hand, so its signature can go with the first request. */
  readonly signsAtOnce: boolean;
  /** Ends the attempt when the time for the login is over. */
  onLimit: () => void;
  /** What was accepted, in words. */
  accepted(): string;
  /** What was offered, in words for a login that was refused. */
  readonly credential: string;
  dispose(): void;
}

interface Refusal {
  reason: 'auth/rejected' | 'auth/no-method' | 'auth/agent-unavailable';
  detail: string;
}

/** The password goes once more, to a host that takes it only in answer to a question. */
interface ByKeyboard {
  reason: undefined;
  password: string;
}

/** The host's answer to the last step: what it would take now, or null when nothing was sent that it could answer. */
interface Answer {
  last: AnyAuthMethod['type'];
  offers: readonly string[] | null;
  partial: boolean;
}

/** What ssh2 calls a step, as the host names it. */
function methodName(step: AnyAuthMethod['type']): string {
  return step === 'agent' ? 'publickey' : step;
}

/** One attempt for one credential: the next step only where the host did not take the method, and so did not judge it. */
function stepOrRefusal(login: PreparedLogin, { last, offers, partial }: Answer): ByKeyboard | Refusal {
  const names = offers?.join(', ') || 'nothing';
  if (offers === null) return { reason: 'auth/no-method', detail: 'it takes this key with SHA-1 only' };
  if (partial) return { reason: 'auth/no-method', detail: `after this login it also wants ${names}` };
  if (offers.includes(methodName(last)) || last === 'keyboard-interactive') {
    return { reason: 'auth/rejected', detail: credentialOf(login) };
  }
  if (login.method === 'password' && offers.includes('keyboard-interactive')) {
    return { reason: undefined, password: login.password };
  }
  return { reason: 'auth/no-method', detail: `it offers ${names}` };
}

const quoted = (prompts: readonly Prompt[]) => prompts.map(({ prompt }) => `"${prompt}"`).join(', ');

export function converse(attempt: Attempt, user: string, login: PreparedLogin): LoginConversation {
  const agent = login.method === 'agent' ? new LoginAgent(login.socket) : undefined;
  let last: AnyAuthMethod['type'] | undefined;

  function refuse({ reason, detail }: Refusal): undefined {
    attempt.end({ type: 'host-failed', reason, detail: detailText(detail) });
    return undefined;
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

  function after(answer: Answer): AnyAuthMethod | undefined {
    if (agent?.problem !== undefined) {
      return refuse({ reason: 'auth/agent-unavailable', detail: agent.problem });
    }
    const step = stepOrRefusal(login, answer);
    if (step.reason !== undefined) return refuse(step);
    return byKeyboard(user, step.password, (verdict, prompts) => {
      if (verdict === 'asked-again') refuse({ reason: 'auth/rejected', detail: credentialOf(login) });
      else refuse({ reason: 'auth/no-method', detail: `it asks ${quoted(prompts)}` });
    });
  }

  return {
    signsAtOnce: login.method === 'key',
    credential: credentialOf(login),
    authHandler: (ready) => (offers, partial, next) => {
      const go = (step: AnyAuthMethod | undefined) => {
        if (step === undefined || attempt.ending !== undefined) return;
        last = step.type;
        next(step);
      };
      if (last !== undefined) go(after({ last, offers, partial }));
      else ready().then(() => go(first()), attempt.abandon);
    },
    onLimit() {
      if (agent?.waiting) refuse({ reason: 'auth/agent-unavailable', detail: 'no answer in time' });
      else attempt.end({ type: 'host-failed', reason: 'auth/timeout', limitMs: attempt.limits.authMs });
    },
    accepted: () => acceptedLogin(login, user, agent?.signedWith),
    dispose: () => agent?.dispose(),
  };
}
