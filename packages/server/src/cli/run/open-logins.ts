import type { Login, RunSecrets, RunTarget } from '@rollcall/protocol';
import { furtherOf } from '../../logins.ts';
import { identitiesOf } from '../../run/logins.ts';
import type { ReadyLogin } from '../../run/ports.ts';
import { listIdentities } from '../../ssh/index.ts';
import { CliError } from '../cli-error.ts';
import { usualKeys } from '../ssh-files.ts';
import { chooseLogin, keyLogin, readPassword, type LoginSources, type LoginWish } from './choose-login.ts';
import { readTaskSecrets } from './task.ts';
import type { TaskOptions } from './task-options.ts';

/** Every login of a run, open, and the secrets that go along. */
export interface OpenLogins {
  /** The run's own, as it is stored. */
  login: Login;
  /** For the run's own login and for each key that its hosts ask for. */
  resolve: (login: Login) => Promise<ReadyLogin>;
  secrets: RunSecrets;
}

/** What is asked for on the command line beside the login itself. */
export type SecretOptions = TaskOptions & { askCode?: true };

/**
 * Opens the login of the run and each key that inventory or ssh_config give some hosts, asking for what is secret; a one-time code
 * last, since it is good for a minute only.
 * @throws CliError when one of them cannot be used; Interrupted when the person gives up
 */
export async function openLogins(
  wish: LoginWish,
  { targets, options }: { targets: readonly RunTarget[]; options: SecretOptions },
  sources: LoginSources,
): Promise<OpenLogins> {
  const own = await chooseLogin(withKeyOfAll(wish, targets), sources);
  const others = new Map<string, ReadyLogin>();
  for (const identity of identitiesOf(own.login, targets))
    others.set(identity, (await keyLogin(await keyPath(identity, sources.env), wish.user, sources)).ready);
  const follows =
    own.login.method !== 'password' && (wish.identity !== undefined || wish.agent !== undefined);
  const password = follows ? await readPassword(wish, sources) : undefined;
  const secrets = await readTaskSecrets(options, sources);
  const code = options.askCode ? await askCode(sources) : undefined;
  return {
    login: own.login,
    secrets,
    resolve: async (login) => {
      const ready = (login.method === 'key' && others.get(login.identity)) || own.ready;
      return { ...ready, further: furtherOf(login, { password, code }) };
    },
  };
}

/** When every host has a key of its own, nobody needs another one: the run is stored with the first of them. */
function withKeyOfAll(wish: LoginWish, targets: readonly RunTarget[]): LoginWish {
  const { identity, agent, askPassword, passwordFile } = wish;
  const isSaid = (identity ?? agent ?? askPassword ?? passwordFile) !== undefined;
  const own = targets.every((target) => target.identity?.includes('/')) ? targets[0]?.identity : undefined;
  return isSaid || own === undefined ? wish : { ...wish, identity: own };
}

/** A key by its path, or by the name of one in ~/.ssh. */
async function keyPath(identity: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (identity.includes('/')) return identity;
  const key = (await listIdentities(usualKeys(env))).find(({ name }) => name === identity);
  if (key !== undefined) return key.path;
  throw new CliError(`the inventory gives some hosts the key ${identity}, which is not in ~/.ssh`, [
    'Write its path in the inventory, or name one key for all hosts with --identity FILE.',
  ]);
}

async function askCode({ asker }: LoginSources): Promise<string> {
  if (!asker) throw new CliError('there is no terminal to ask for the one-time code');
  const code = (await asker.secret('One-time code: ')).trim();
  if (/^[0-9A-Za-z-]{4,64}$/.test(code)) return code;
  throw new CliError('that is no one-time code: it has 4 to 64 letters and digits');
}
