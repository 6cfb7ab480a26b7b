import type { FailureFacts } from '@rollcall/protocol';
import type { ParsedKey } from 'ssh2';
import type { ReadyLogin } from '../run/ports.ts';
import { detailText } from './failures.ts';
import type { Answers } from './keyboard-interactive.ts';
import { signingKey } from './signing-key.ts';
import { unlockKey } from './unlock-key.ts';

/** A login with its key parsed: made once per run, used for every host. */
export type PreparedLogin =
  | { method: 'key'; key: ParsedKey; label: string }
  | Omit<Extract<ReadyLogin, { method: 'agent' }>, 'user' | 'further'>
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
      return login;
    case 'password':
      return { method: 'password', password: login.password };
  }
}

/** What may follow the first credential at this moment; a code that is too old is left out. */
export function stillGood({ further }: ReadyLogin, nowMs: number): Answers {
  const { password, code } = further ?? {};
  return { password, code: code !== undefined && nowMs < code.untilMs ? code.text : undefined };
}

/** What is offered to the host, in words for a login that it refuses. */
export function credentialOf(login: PreparedLogin): string {
  switch (login.method) {
    case 'key':
      return login.label;
    case 'agent':
      return login.key?.label ?? 'no key of the ssh-agent';
    case 'password':
      return 'the password';
  }
}

/** The same as facts, in which a key has its name alone. How many keys an agent holds is known later. */
export function triedFacts(login: PreparedLogin): FailureFacts {
  if (login.method !== 'key') return { method: login.method };
  return { method: 'key', keys: 1, key: detailText(login.label.replace(/^key /, '')) };
}

/** What the host has accepted, in words. @param agentKey type of the agent's key that fitted */
export function acceptedLogin(login: PreparedLogin, user: string, agentKey: string | undefined): string {
  switch (login.method) {
    case 'key':
      return `${user}, key ${shortKeyType(login.key.type)}`;
    case 'agent':
      return `${user}, agent key ${shortKeyType(agentKey ?? '')}`.trimEnd();
    case 'password':
      return `${user}, password`;
  }
}

/** ssh2 gives key types as `ssh-ed25519`, `ecdsa-sha2-nistp256`; people say `ed25519`, `ecdsa`. */
function shortKeyType(type: string): string {
  return type.replace(/^ssh-/, '').replace(/-sha2-.*$/, '');
}
