import type { Login, RunSecrets } from '@rollcall/protocol';
import type { FurtherCredentials, ReadyLogin } from './run/ports.ts';
import { RunRefusedError } from './run/refusal.ts';
import { agentAnswers, KeyProblem, listIdentities, readIdentity } from './ssh/index.ts';

/** Where the logins of this machine come from. */
export interface LoginSources {
  /** Files and folders whose private keys are offered by name. */
  identities: readonly string[];
  /** Of the ssh-agent; null when there is none. */
  agentSocket: string | null;
}

/**
 * Makes a login ready before any host is contacted: opens the key, looks whether the agent answers.
 * @throws RunRefusedError `unknown-identity`, `unreadable-key`, `passphrase-needed`, `wrong-passphrase`, `agent-unavailable` or
 * `password-needed`
 */
export async function readyLogin(
  login: Login,
  secrets: RunSecrets,
  sources: LoginSources,
): Promise<ReadyLogin> {
  const { user } = login;
  const further = furtherOf(login, secrets);
  switch (login.method) {
    case 'key':
      return { ...(await offeredKey(login.identity, secrets.passphrase, sources)), user, further };
    case 'agent':
      if (sources.agentSocket === null || !(await agentAnswers(sources.agentSocket)))
        throw new RunRefusedError('agent-unavailable');
      return { method: 'agent', user, socket: sources.agentSocket, further };
    case 'password':
      if (secrets.password === undefined) throw new RunRefusedError('password-needed');
      return { method: 'password', user, password: secrets.password, further };
  }
}

/**
 * A code of an authenticator (RFC 6238) changes every 30 s, and hosts take the one before, too. Later it is not sent any more: it
 * could only be wrong, and hosts count that.
 */
const CODE_LIFE_MS = 60_000;

/** What a host may ask for after the first credential. */
export function furtherOf(
  { method }: Login,
  { password, code }: RunSecrets,
  nowMs: number = Date.now(),
): FurtherCredentials {
  return {
    password: method === 'password' ? undefined : password,
    code: code === undefined ? undefined : { text: code, untilMs: nowMs + CODE_LIFE_MS },
  };
}

async function offeredKey(name: string, passphrase: string | undefined, { identities }: LoginSources) {
  const offered = (await listIdentities(identities)).find((key) => key.name === name);
  if (!offered) throw new RunRefusedError('unknown-identity', name);
  try {
    return await readIdentity({ path: offered.path, passphrase });
  } catch (error) {
    if (error instanceof KeyProblem) throw new RunRefusedError(error.code, error.message);
    throw error;
  }
}
