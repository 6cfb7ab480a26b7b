import { fstatSync, openSync, readFileSync, closeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Words } from '@rollcall/protocol';
import { CliError, systemWords } from '../cli-error.ts';

/**
 * The password in a file, or on stdin for `-`: the first line, without its line end.
 * @throws CliError when it cannot be read or holds none
 */
export async function readPasswordFile(path: string, warn: (words: Words) => void): Promise<string> {
  const content = path === '-' ? await text(process.stdin) : readSecretFile(path, warn);
  const [password = ''] = content.split(/\r?\n/, 1);
  if (password === '')
    throw new CliError(
      {
        en: `${path === '-' ? 'stdin' : path} holds no password`,
        zh: `${path === '-' ? '标准输入' : path} 中没有密码`,
      },
      [{ en: 'It is the first line.', zh: '密码应在第一行。' }],
    );
  return password;
}

function readSecretFile(path: string, warn: (words: Words) => void): string {
  try {
    const fd = openSync(path, 'r');
    try {
      const { mode } = fstatSync(fd);
      if (mode & 0o077)
        warn({
          en: `others can read the password in ${path}: chmod 600 ${path}`,
          zh: `其他用户可以读取 ${path} 中的密码：chmod 600 ${path}`,
        });
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const { en, zh } = systemWords(error);
    throw new CliError(
      { en: `the password file ${path} cannot be read: ${en}`, zh: `无法读取密码文件 ${path}：${zh}` },
      [],
      { cause: error },
    );
  }
}
