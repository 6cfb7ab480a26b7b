import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  MAX_COMMAND_BYTES,
  MAX_INPUT_BYTES,
  type Locale,
  type RunSecrets,
  type RunSpecInput,
  type Words,
} from '@rollcall/protocol';
import { CliError, systemWords } from '../cli-error.ts';
import type { Asker } from '../terminal/ask.ts';
import { readPasswordFile } from './password-file.ts';
import type { TaskOptions } from './task-options.ts';

/** The part of a spec that says what runs on the hosts. */
export type TaskSpec = Pick<
  RunSpecInput,
  'command' | 'script' | 'workingFolder' | 'env' | 'input' | 'pty' | 'sudo' | 'silenceTimeoutMs' | 'plain'
>;

/**
 * Reads the script and the input.
 * @param words the command line, empty when there is none
 * @throws CliError when they cannot be read or are too large, or there is nothing to run
 */
export async function readTask(words: string, options: TaskOptions): Promise<TaskSpec> {
  const { script, interpreter, chdir, env, input, pty, sudo, sudoUser, silence, plain } = options;
  const isSudo = sudo ?? sudoUser !== undefined;
  return {
    command: script === undefined ? words : await scriptText(script),
    ...(script === undefined ? {} : { script: { interpreter: interpreter ?? 'auto' } }),
    ...(chdir === undefined ? {} : { workingFolder: chdir }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input: await inputOf(input) }),
    ...(pty === undefined ? {} : { pty }),
    ...(isSudo ? { sudo: { user: sudoUser ?? 'root' } } : {}),
    ...(silence === undefined ? {} : { silenceTimeoutMs: silence }),
    ...(plain === undefined ? {} : { plain }),
  };
}

/** What is only asked for once the rest is right. */
export async function readTaskSecrets(
  { askSudoPassword, sudoPasswordFile }: TaskOptions,
  { asker, warn, locale }: { asker: Asker | null; warn: (words: Words) => void; locale: Locale },
): Promise<Pick<RunSecrets, 'sudoPassword'>> {
  if (sudoPasswordFile !== undefined) return { sudoPassword: await readPasswordFile(sudoPasswordFile, warn) };
  if (!askSudoPassword) return {};
  if (!asker)
    throw new CliError(
      { en: "there is no terminal to ask for sudo's password", zh: '没有终端可以询问 sudo 密码' },
      [
        {
          en: 'Use --sudo-password-file FILE, or let sudo run without one (NOPASSWD).',
          zh: '请使用 --sudo-password-file FILE，或让 sudo 免密码（NOPASSWD）。',
        },
      ],
    );
  const question: Words = { en: 'Password for sudo on the hosts: ', zh: '主机上的 sudo 密码：' };
  const sudoPassword = await asker.secret(question[locale]);
  if (sudoPassword === '')
    throw new CliError({ en: 'an empty password opens nothing', zh: '不能使用空密码' });
  return { sudoPassword };
}

const SCRIPT: Words = { en: 'the script', zh: '脚本' };
const INPUT: Words = { en: 'the input', zh: '输入' };

async function scriptText(path: string): Promise<string> {
  const text = (await bytesOf(path, MAX_COMMAND_BYTES, SCRIPT)).toString('utf8');
  if (text.includes('\uFFFD') || text.includes('\0'))
    throw new CliError(
      { en: `the script ${path} is not a text in UTF-8`, zh: `脚本 ${path} 不是 UTF-8 文本` },
      [{ en: 'A program in binary form cannot be sent.', zh: '二进制程序无法发送。' }],
    );
  // Windows puts a mark before the first line, where it hides from which interpreter the script is for.
  const script = withUnixLines(text.replace(/^\uFEFF/, ''));
  if (script.trim() === '')
    throw new CliError({ en: `the script ${path} is empty`, zh: `脚本 ${path} 是空的` });
  return script;
}

/** A shell would take the CR of each line for a part of its last word. A text with both kinds of line ends may mean them. */
function withUnixLines(text: string): string {
  return /(?<!\r)\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
}

async function inputOf(path: string): Promise<NonNullable<TaskSpec['input']>> {
  const bytes = await bytesOf(path, MAX_INPUT_BYTES, INPUT);
  return { base64: bytes.toString('base64'), name: path === '-' ? 'stdin' : basename(path) };
}

async function bytesOf(path: string, limit: number, what: Words): Promise<Buffer> {
  const bytes = path === '-' ? await buffer(process.stdin) : await readWhole(path, limit, what);
  if (bytes.length > limit) throw tooLarge(what, path, limit);
  return bytes;
}

async function readWhole(path: string, limit: number, what: Words): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > limit) throw tooLarge(what, path, limit);
    return await readFile(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { en, zh } = systemWords(error);
    throw new CliError(
      { en: `${what.en} ${path} cannot be read: ${en}`, zh: `无法读取${what.zh} ${path}：${zh}` },
      [],
      { cause: error },
    );
  }
}

function tooLarge(what: Words, path: string, limit: number): CliError {
  const kib = limit / 1024;
  return new CliError(
    { en: `${what.en} ${path} is over ${kib} KiB`, zh: `${what.zh} ${path} 超过 ${kib} KiB` },
    [
      {
        en: 'Copy large files to the hosts by other means, and run a command that reads them there.',
        zh: '大文件请用其他方式复制到主机，再执行读取它的命令。',
      },
    ],
  );
}
