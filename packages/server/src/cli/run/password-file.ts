import { fstatSync, openSync, readFileSync, closeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { CliError, systemWords } from '../cli-error.ts';

/**
 * The password in a file, or on stdin for `-`: the first line, without its line end.
 * @throws CliError when it cannot be read or holds none
 */
export async function readPasswordFile(path: string, warn: (text: string) => void): Promise<string> {
  const content = path === '-' ? await text(process.stdin) : readSecretFile(path, warn);
  const [password = ''] = content.split(/\r?\n/, 1);
  if (password === '')
    throw new CliError(`${path === '-' ? 'stdin' : path} holds no password`, ['It is the first line.']);
  return password;
}

function readSecretFile(path: string, warn: (text: string) => void): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const { mode } = fstatSync(fd);
      if (mode & 0o077) warn(`others can read the password in ${path}: chmod 600 ${path}`);
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new CliError(`the password file ${path} cannot be read: ${systemWords(error)}`, [], {
      cause: error,
    });
  }
}
