import { resolve } from 'node:path';
import type { Login, Locale, Words } from '@rollcall/protocol';
import type { ReadyLogin } from '../../run/ports.ts';
import { wordsOf } from '../../run/in-chinese.ts';
import { KeyProblem, listIdentities, readIdentity } from '../../ssh/index.ts';
import { CliError } from '../cli-error.ts';
import { usualKeys } from '../ssh-files.ts';
import type { Asker } from '../terminal/ask.ts';
import { agentLogin, answeringAgent, keyInAgent } from './agent-login.ts';
import { readPasswordFile } from './password-file.ts';

/** The login of a run as it is stored, and with everything it takes, which is not. */
export interface ChosenLogin {
  login: Login;
  ready: ReadyLogin;
}

/** What the command line says about the login: one of the ways, or a key or agent with a password that follows. */
export interface LoginWish {
  user: string;
  identity?: string;
  agent?: true;
  askPassword?: true;
  passwordFile?: string;
}

/** What a login is taken from. */
export interface LoginSources {
  env: NodeJS.ProcessEnv;
  /** Null where nobody can be asked. */
  asker: Asker | null;
  readonly warn: (words: Words) => void;
  /** Of the questions. */
  locale: Locale;
}

/** How often a wrong passphrase may be typed. */
const TRIES = 3;

/**
 * Makes the login ready before anything is contacted: reads the key, asks for what is secret.
 * @param instead of a key whose passphrase is not said
 * @throws CliError when there is none or it cannot be used; Interrupted when the person gives up
 */
export async function chooseLogin(
  wish: LoginWish,
  sources: LoginSources,
  instead?: ChosenLogin,
): Promise<ChosenLogin> {
  const { user } = wish;
  if (wish.identity !== undefined) return keyLogin(resolve(wish.identity), user, sources, instead);
  if (wish.agent) return agentLogin(user, sources);
  const password = await readPassword(wish, sources);
  return password === undefined ? usualLogin(user, sources) : passwordLogin(user, password);
}

/**
 * Makes one key ready: an encrypted one by the ssh-agent that holds it, otherwise asking for its passphrase.
 * @param instead what to log in with where nobody can or will say the passphrase
 * @throws CliError
 */
export async function keyLogin(
  path: string,
  user: string,
  sources: LoginSources,
  instead?: ChosenLogin,
): Promise<ChosenLogin> {
  const held = await keyInAgent(path, user, sources);
  if (held !== undefined) return held;
  const key = await openKey(path, sources, instead !== undefined);
  if (key !== undefined) return { login: { method: 'key', user, identity: path }, ready: { ...key, user } };
  sources.warn(notOpened(path));
  return instead!;
}

/** @param optional give it up without a passphrase */
async function openKey(
  path: string,
  { asker, locale }: LoginSources,
  optional: boolean,
): Promise<Awaited<ReturnType<typeof readIdentity>> | undefined> {
  let passphrase: string | undefined;
  for (let tries = 0; ; tries += 1) {
    try {
      return await readIdentity({ path, passphrase });
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      if (error.code === 'unreadable-key') throw unreadableKey(path, error);
      if (!asker && optional) return undefined;
      if (!asker) throw noTerminalForKey(path, error);
      if (tries === TRIES)
        throw new CliError(
          { en: `the passphrase does not open the key ${path}`, zh: `口令不正确，无法解开密钥 ${path}` },
          [],
          { cause: error },
        );
      const again = error.code === 'wrong-passphrase';
      passphrase = await asker.secret(askPassphrase(path, { again, optional })[locale]);
      if (optional && passphrase === '') return undefined;
    }
  }
}

function notOpened(path: string): Words {
  return {
    en: `the key ${path} of the ssh_config is encrypted and not in the ssh-agent; its hosts get the keys of the agent`,
    zh: `ssh_config 指定的密钥 ${path} 已加密，且不在 ssh-agent 中；相应主机改用 agent 中的密钥`,
  };
}

function askPassphrase(path: string, { again, optional }: { again: boolean; optional: boolean }): Words {
  return {
    en: `${again ? 'That does not open it. ' : ''}Passphrase of ${path}${optional ? ' (none: the ssh-agent instead)' : ''}: `,
    zh: `${again ? '口令不正确。' : ''}${path} 的口令${optional ? '（留空则改用 ssh-agent）' : ''}：`,
  };
}

function unreadableKey(path: string, problem: KeyProblem): CliError {
  const { en, zh } = wordsOf(problem.message);
  const named = problem.message.startsWith(path);
  return new CliError(
    {
      en: `the key cannot be used: ${named ? en : `${path}: ${en}`}`,
      zh: `无法使用密钥：${named ? zh : `${path}：${zh}`}`,
    },
    [{ en: 'Name another with --identity FILE.', zh: '请用 --identity FILE 指定其他密钥。' }],
    { cause: problem },
  );
}

function noTerminalForKey(path: string, problem: KeyProblem): CliError {
  return new CliError(
    {
      en: `the key ${path} is encrypted, and there is no terminal to ask for its passphrase`,
      zh: `密钥 ${path} 已加密，而没有终端可以询问口令`,
    },
    [
      ...(/\.ppk/i.test(path)
        ? [
            {
              en: `ssh-add reads no PuTTY keys: puttygen ${path} -O private-openssh -o KEY makes one that it reads.`,
              zh: `ssh-add 不能读取 PuTTY 密钥：请先用 puttygen ${path} -O private-openssh -o KEY 转换。`,
            },
          ]
        : []),
      {
        en: `Put it into an ssh-agent (ssh-add ${path}) and use --agent.`,
        zh: `请把它加入 ssh-agent（ssh-add ${path}），并使用 --agent。`,
      },
    ],
    { cause: problem },
  );
}

function passwordLogin(user: string, password: string): ChosenLogin {
  return { login: { method: 'password', user }, ready: { method: 'password', user, password } };
}

/** The password that was asked for on the command line, if it was. @throws CliError */
export async function readPassword(wish: LoginWish, sources: LoginSources): Promise<string | undefined> {
  if (wish.askPassword) return askPassword(wish.user, sources);
  return wish.passwordFile === undefined ? undefined : readPasswordFile(wish.passwordFile, sources.warn);
}

async function askPassword(user: string, { asker, locale }: LoginSources): Promise<string> {
  if (!asker)
    throw new CliError({ en: 'there is no terminal to ask for the password', zh: '没有终端可以询问密码' }, [
      {
        en: 'Use --password-file FILE, or better a key.',
        zh: '请使用 --password-file FILE，最好改用密钥。',
      },
    ]);
  const question: Words = { en: `Password of ${user} on the hosts: `, zh: `${user} 在主机上的密码：` };
  const password = await asker.secret(question[locale]);
  if (password === '')
    throw new CliError({ en: 'an empty password logs in nowhere', zh: '空密码无法登录任何主机' });
  return password;
}

async function usualLogin(user: string, sources: LoginSources): Promise<ChosenLogin> {
  const agent = await answeringAgent(user, sources);
  if (agent !== undefined) return agent;
  const [first] = await listIdentities(usualKeys(sources.env));
  if (first) return keyLogin(first.path, user, sources);
  throw new CliError(
    {
      en: 'there is no way to log in: no ssh-agent with keys answers, and no key in ~/.ssh can be read',
      zh: '没有可用的登录方式：没有带密钥的 ssh-agent 应答，~/.ssh 中也没有可读的密钥',
    },
    [
      {
        en: 'Name a key with --identity FILE, or use --ask-password.',
        zh: '请用 --identity FILE 指定密钥，或使用 --ask-password。',
      },
    ],
  );
}
