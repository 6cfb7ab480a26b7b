import { cutToCells, visibleText } from '@rollcall/protocol';
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

/** Keywords named at most; a file that is no ssh_config at all has hundreds. */
const KEYWORDS_SHOWN = 8;
const KEYWORD_CELLS = 40;

/** What to say, in English, of keywords in `file` that have no effect. */
export function withoutEffect(file: string, keywords: readonly string[]): string {
  const shown = keywords.slice(0, KEYWORDS_SHOWN);
  const rest = keywords.length - shown.length;
  const named = shown.map((keyword) => cutToCells(visibleText(keyword), KEYWORD_CELLS));
  return `${file}: not supported, without effect: ${[...named, ...(rest > 0 ? [`… +${rest}`] : [])].join(', ')}`;
}

function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME ?? homedir();
}
