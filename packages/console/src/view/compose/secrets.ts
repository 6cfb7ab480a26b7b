import type { RunSecrets, Session } from '@rollcall/protocol';
import type { Options } from './options.ts';
import { effectiveTask, type Task } from './task.ts';

/** What is typed for one run. It lives in the state of the page alone and is emptied once the run has started. */
export interface Secrets {
  /** The password of the login, or the passphrase of the key. */
  login: string;
  /** For hosts that want a password after the key. */
  second: string;
  /** For hosts that ask for a one-time code. */
  code: string;
  /** For sudo; empty where sudo asks for none. */
  sudo: string;
}

export const NO_SECRETS: Secrets = { login: '', second: '', code: '', sudo: '' };

/** What must be typed for this run and is never kept. */
export type SecretNeed = 'password' | 'passphrase' | null;

/** Which secret the login of these options needs. */
export function neededSecret(options: Options, session: Session): SecretNeed {
  if (options.method === 'password') return 'password';
  if (options.method === 'agent') return null;
  const key = session.identities.find(({ name }) => name === options.identity);
  return key?.encrypted ? 'passphrase' : null;
}

/** Whether a one-time code is one, as the schema of the protocol has it; an empty one is none. */
export function isCode(code: string): boolean {
  return /^[0-9A-Za-z-]{4,64}$/.test(code);
}

/** The secrets that travel beside the spec; undefined when there is none. */
export function secretsOf(
  { login, second, code, sudo }: Secrets,
  { need, method, task }: { need: SecretNeed; method: Options['method']; task: Task },
): RunSecrets | undefined {
  const secrets: RunSecrets = {
    ...(second !== '' && method !== 'password' ? { password: second } : {}),
    ...(need === null ? {} : { [need]: login }),
    ...(code === '' ? {} : { code }),
    ...(sudo !== '' && effectiveTask(task).sudoUser !== '' ? { sudoPassword: sudo } : {}),
  };
  return Object.keys(secrets).length === 0 ? undefined : secrets;
}
