import { resolve } from 'node:path';
import type { Login } from '@rollcall/protocol';
import type { ReadyLogin } from '../../run/ports.ts';
import { agentAnswers, KeyProblem, listIdentities, readIdentity } from '../../ssh/index.ts';
import { CliError } from '../cli-error.ts';
import { usualKeys } from '../ssh-files.ts';
import type { Asker } from '../terminal/ask.ts';
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
  readonly warn: (text: string) => void;
}

/** How often a wrong passphrase may be typed. */
const TRIES = 3;

/**
 * Makes the login ready before anything is contacted: reads the key, asks for what is secret.
 * @throws CliError when there is none or it cannot be used; Interrupted when the person gives up
 */
export async function chooseLogin(wish: LoginWish, sources: LoginSources): Promise<ChosenLogin> {
  const { user } = wish;
  if (wish.identity !== undefined) return keyLogin(resolve(wish.identity), user, sources);
  if (wish.agent) return agentLogin(user, sources);
  const password = await readPassword(wish, sources);
  return password === undefined ? usualLogin(user, sources) : passwordLogin(user, password);
}

/** Opens one key, asking for its passphrase. @throws CliError */
export async function keyLogin(path: string, user: string, sources: LoginSources): Promise<ChosenLogin> {
  const key = await openKey(path, sources);
  return { login: { method: 'key', user, identity: path }, ready: { ...key, user } };
}

async function openKey(path: string, { asker }: LoginSources): ReturnType<typeof readIdentity> {
  let passphrase: string | undefined;
  for (let tries = 0; ; tries += 1) {
    try {
      return await readIdentity({ path, passphrase });
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      if (error.code === 'unreadable-key') throw unreadableKey(path, error);
      if (!asker) throw noTerminalForKey(path, error);
      if (tries === TRIES)
        throw new CliError(`the passphrase does not open the key ${path}`, [], { cause: error });
      const again = error.code === 'wrong-passphrase' ? 'That does not open it. ' : '';
      passphrase = await asker.secret(`${again}Passphrase of ${path}: `);
    }
  }
}

function unreadableKey(path: string, problem: KeyProblem): CliError {
  const message = problem.message.startsWith(path) ? problem.message : `${path}: ${problem.message}`;
  return new CliError(`the key cannot be used: ${message}`, ['Name another with --identity FILE.'], {
    cause: problem,
  });
}

function noTerminalForKey(path: string, problem: KeyProblem): CliError {
  return new CliError(
    `the key ${path} is encrypted, and there is no terminal to ask for its passphrase`,
    [`Put it into an ssh-agent (ssh-add ${path}) and use --agent.`],
    { cause: problem },
  );
}

async function agentLogin(user: string, { env }: LoginSources): Promise<ChosenLogin> {
  const socket = env.SSH_AUTH_SOCK;
  if (socket === undefined || socket === '')
    throw new CliError('there is no ssh-agent: SSH_AUTH_SOCK is not set', [
      'Start one in this shell: eval $(ssh-agent) && ssh-add',
    ]);
  if (!(await agentAnswers(socket)))
    throw new CliError(`the ssh-agent at ${socket} does not answer or holds no keys`, [
      'Put a key into it: ssh-add',
    ]);
  return agentReady(user, socket);
}

function agentReady(user: string, socket: string): ChosenLogin {
  return { login: { method: 'agent', user }, ready: { method: 'agent', user, socket } };
}

function passwordLogin(user: string, password: string): ChosenLogin {
  return { login: { method: 'password', user }, ready: { method: 'password', user, password } };
}

/** The password that was asked for on the command line, if it was. @throws CliError */
export async function readPassword(wish: LoginWish, sources: LoginSources): Promise<string | undefined> {
  if (wish.askPassword) return askPassword(wish.user, sources);
  return wish.passwordFile === undefined ? undefined : readPasswordFile(wish.passwordFile, sources.warn);
}

async function askPassword(user: string, { asker }: LoginSources): Promise<string> {
  if (!asker)
    throw new CliError('there is no terminal to ask for the password', [
      'Use --password-file FILE, or better a key.',
    ]);
  const password = await asker.secret(`Password of ${user} on the hosts: `);
  if (password === '') throw new CliError('an empty password logs in nowhere');
  return password;
}

async function usualLogin(user: string, sources: LoginSources): Promise<ChosenLogin> {
  const socket = sources.env.SSH_AUTH_SOCK;
  if (socket !== undefined && socket !== '' && (await agentAnswers(socket))) return agentReady(user, socket);
  const [first] = await listIdentities(usualKeys(sources.env));
  if (first) return keyLogin(first.path, user, sources);
  throw new CliError(
    'there is no way to log in: no ssh-agent with keys answers, and no key in ~/.ssh can be read',
    ['Name a key with --identity FILE, or use --ask-password.'],
  );
}
