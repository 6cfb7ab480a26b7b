import { basename } from 'node:path';
import { agentAnswers, agentKeys, listIdentities } from '../../ssh/index.ts';
import { CliError } from '../cli-error.ts';
import type { ChosenLogin, LoginSources } from './choose-login.ts';

/** The ssh-agent as the login. @throws CliError when there is none, or it holds no key */
export async function agentLogin(user: string, { env }: LoginSources): Promise<ChosenLogin> {
  const socket = socketOf(env);
  if (socket === undefined)
    throw new CliError(
      { en: 'there is no ssh-agent: SSH_AUTH_SOCK is not set', zh: '没有 ssh-agent：未设置 SSH_AUTH_SOCK' },
      [
        {
          en: 'Start one in this shell: eval $(ssh-agent) && ssh-add',
          zh: '请在此 shell 中启动：eval $(ssh-agent) && ssh-add',
        },
      ],
    );
  if (!(await agentAnswers(socket)))
    throw new CliError(
      {
        en: `the ssh-agent at ${socket} does not answer or holds no keys`,
        zh: `位于 ${socket} 的 ssh-agent 没有应答，或其中没有密钥`,
      },
      [{ en: 'Put a key into it: ssh-add', zh: '请加入密钥：ssh-add' }],
    );
  return agentReady(user, socket);
}

/** The same where one answers with a key; undefined where not. */
export async function answeringAgent(user: string, { env }: LoginSources): Promise<ChosenLogin | undefined> {
  const socket = socketOf(env);
  return socket !== undefined && (await agentAnswers(socket)) ? agentReady(user, socket) : undefined;
}

/** An encrypted key that is open in the ssh-agent, and so needs no passphrase; undefined for any other. */
export async function keyInAgent(
  path: string,
  user: string,
  { env }: LoginSources,
): Promise<ChosenLogin | undefined> {
  const socket = socketOf(env);
  if (socket === undefined) return undefined;
  const [file] = await listIdentities([path]);
  if (!file?.encrypted || file.fingerprint === null) return undefined;
  if (!(await agentKeys(socket)).includes(file.fingerprint)) return undefined;
  const key = { fingerprint: file.fingerprint, label: `key ${basename(path)}` };
  return {
    login: { method: 'key', user, identity: path },
    ready: { method: 'agent', user, socket, key },
  };
}

function socketOf({ SSH_AUTH_SOCK: socket }: NodeJS.ProcessEnv): string | undefined {
  return socket === '' ? undefined : socket;
}

function agentReady(user: string, socket: string): ChosenLogin {
  return { login: { method: 'agent', user }, ready: { method: 'agent', user, socket } };
}
