import type { Login, RunSecrets, RunTarget, Words } from '@rollcall/protocol';
import { furtherOf } from '../../logins.ts';
import { identitiesOf } from '../../run/logins.ts';
import type { ReadyLogin } from '../../run/ports.ts';
import { listIdentities } from '../../ssh/index.ts';
import { CliError } from '../cli-error.ts';
import { usualKeys } from '../ssh-files.ts';
import { answeringAgent } from './agent-login.ts';
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

/** What the logins are for. */
export interface LoginNeeds {
  targets: readonly RunTarget[];
  options: SecretOptions;
  /** Those of the keys of targets that an ssh_config names. */
  configuredKeys: ReadonlySet<string>;
}

/**
 * Opens the login of the run and each key that inventory or ssh_config give some hosts, asking for what is secret; a one-time code
 * last, since it is good for a minute only.
 * @throws CliError when one of them cannot be used; Interrupted when the person gives up
 */
export async function openLogins(
  wish: LoginWish,
  { targets, options, configuredKeys }: LoginNeeds,
  sources: LoginSources,
): Promise<OpenLogins> {
  const agent = isSaid(wish) ? undefined : await answeringAgent(wish.user, sources);
  // As ssh does it: the keys of the agent come beside those of the ssh_config, not those of an inventory.
  const instead = (identity: string) => (configuredKeys.has(identity) ? agent : undefined);
  const named = withKeyOfAll(wish, targets);
  const own = await chooseLogin(named, sources, instead(named.identity ?? ''));
  const others = new Map<string, ReadyLogin>();
  if (named.identity !== undefined) others.set(named.identity, own.ready);
  for (const identity of identitiesOf(own.login, targets)) {
    if (others.has(identity)) continue;
    const path = await keyPath(identity, sources.env);
    others.set(identity, (await keyLogin(path, wish.user, sources, instead(identity))).ready);
  }
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

/** The person has named a way to log in. */
function isSaid({ identity, agent, askPassword, passwordFile }: LoginWish): boolean {
  return (identity ?? agent ?? askPassword ?? passwordFile) !== undefined;
}

/** When every host has a key of its own, nobody needs another one: the run is stored with the first of them. */
function withKeyOfAll(wish: LoginWish, targets: readonly RunTarget[]): LoginWish {
  const own = targets.every((target) => target.identity?.includes('/')) ? targets[0]?.identity : undefined;
  return isSaid(wish) || own === undefined ? wish : { ...wish, identity: own };
}

/** A key by its path, or by the name of one in ~/.ssh. */
async function keyPath(identity: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (identity.includes('/')) return identity;
  const key = (await listIdentities(usualKeys(env))).find(({ name }) => name === identity);
  if (key !== undefined) return key.path;
  throw new CliError(
    {
      en: `the inventory gives some hosts the key ${identity}, which is not in ~/.ssh`,
      zh: `主机清单为部分主机指定了密钥 ${identity}，而 ~/.ssh 中没有它`,
    },
    [
      {
        en: 'Write its path in the inventory, or name one key for all hosts with --identity FILE.',
        zh: '请在清单中写出其路径，或用 --identity FILE 为全部主机指定一个密钥。',
      },
    ],
  );
}

const ONE_TIME_CODE: Words = { en: 'One-time code: ', zh: '一次性验证码：' };

async function askCode({ asker, locale }: LoginSources): Promise<string> {
  if (!asker)
    throw new CliError({
      en: 'there is no terminal to ask for the one-time code',
      zh: '没有终端可以询问一次性验证码',
    });
  const code = (await asker.secret(ONE_TIME_CODE[locale])).trim();
  if (/^[0-9A-Za-z-]{4,64}$/.test(code)) return code;
  throw new CliError({
    en: 'that is no one-time code: it has 4 to 64 letters and digits',
    zh: '这不是一次性验证码：应为 4 到 64 个字母和数字',
  });
}
