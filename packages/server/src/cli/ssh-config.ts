import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSshConfig, readSshConfig, type SshConfig } from '../ssh/index.ts';
import { row, WrongValue, type OptionRow } from './option-row.ts';
import { path } from './option-values.ts';
import { osUser } from './os-user.ts';

/** The option that names another ssh_config, or none. */
export const SSH_CONFIG: OptionRow = row(
  '--ssh-config <file>',
  'in place of ~/.ssh/config; none reads none',
  '代替 ~/.ssh/config；none 表示不读取',
  { read: namedFile },
);

/** A file that was named has to be there: without it hosts would silently be called by another way, or as another user. */
function namedFile(text: string): string {
  if (text === 'none' || text === '' || existsSync(text)) return path(text);
  throw new WrongValue({ en: 'There is no such file.', zh: '没有这个文件。' });
}

/** Where the ssh_config is; null when none is wanted. */
export function sshConfigPath(option: string | undefined, env: NodeJS.ProcessEnv): string | null {
  if (option === 'none') return null;
  return option === undefined ? join(homeOf(env), '.ssh', 'config') : resolve(option);
}

/** Reads it as it is now. @throws SshConfigError */
export function openSshConfig(file: string, env: NodeJS.ProcessEnv): SshConfig {
  const home = homeOf(env);
  return createSshConfig(readSshConfig(file, home), { home, name: osUser() });
}

function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}
