import type { Locale, Words } from '@rollcall/protocol';
import type { StorageError } from '../run/ports.ts';
import { wordsOf } from '../run/in-chinese.ts';

/** What the program ends with. Interrupted is 128 + the number of the signal, as shells count it. */
export const EXIT = {
  ok: 0,
  someHostDidNot: 1,
  wrongUse: 2,
  /** As sysexits.h has it. */
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/**
 * Something a person can put right: shown as what happened and what to do, without a stack. Ends the program with
 * `EXIT.wrongUse`, so it may be thrown only before the first host is contacted. `message` is the English one.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly what: Words;
  /** What to do about it, lines each; may be empty when the message says all. */
  readonly advice: readonly Words[];

  constructor(what: Words, advice: readonly Words[] = [], options?: ErrorOptions) {
    super(what.en, options);
    this.what = what;
    this.advice = advice;
  }

  /** As it stands on stderr, with a line end. */
  format(locale: Locale): string {
    const lines = this.advice.flatMap((words) => words[locale].split('\n'));
    const advice = lines.map((line) => (line === '' ? '' : `  ${line}`));
    return `rollcall: ${[this.what[locale], ...advice].join('\n')}\n`;
  }
}

/** What is the same in every language: a command, a path, a drawing. */
export function asIs(text: string): Words {
  return { en: text, zh: text };
}

/** Where the help of a command is. */
export function seeHelp(command: string): Words {
  return { en: `See: ${command} --help`, zh: `参见：${command} --help` };
}

/** What a store said no to, as something to put right: its message is already what, where and what to do. */
export function storageProblem(error: StorageError): CliError {
  const { en, zh } = wordsOf(error.message);
  // A message that begins with a path keeps its case.
  const message = en.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
  return new CliError(
    { en: message, zh },
    [
      {
        en: 'Another data folder can be chosen with --data FOLDER.',
        zh: '可用 --data FOLDER 另选数据目录。',
      },
    ],
    { cause: error },
  );
}

/** The system's code of an error (`ENOENT`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the operating system said no (a full disk, a folder in the way), and not a part of this program. */
export function isSystemError(error: unknown): error is Error {
  return errorCode(error) !== undefined && error instanceof Error && 'syscall' in error;
}

/** What the system said, in words a person knows; falls back on the code. */
export function systemWords(error: unknown): Words {
  const code = errorCode(error);
  return SYSTEM_WORDS[code ?? ''] ?? asIs(code ?? String(error));
}

const SYSTEM_WORDS: Record<string, Words> = {
  EACCES: { en: 'permission denied', zh: '没有权限' },
  EPERM: { en: 'not permitted', zh: '不允许此操作' },
  ENOENT: { en: 'there is no such file or folder', zh: '没有这个文件或目录' },
  ENOTDIR: { en: 'a part of the path is not a folder', zh: '路径中有一段不是目录' },
  EISDIR: { en: 'it is a folder', zh: '这是目录' },
  EEXIST: { en: 'it exists already', zh: '已经存在' },
  ELOOP: { en: 'it is a symbolic link', zh: '这是符号链接' },
  ENOSPC: { en: 'the disk is full', zh: '磁盘已满' },
  EDQUOT: { en: 'the disk quota is used up', zh: '磁盘配额已用完' },
  EROFS: { en: 'the file system is read-only', zh: '文件系统为只读' },
  EMFILE: { en: 'too many files are open', zh: '打开的文件过多' },
  ENAMETOOLONG: { en: 'the name is too long', zh: '名称过长' },
  EADDRINUSE: { en: 'the address is in use', zh: '地址已被占用' },
  EADDRNOTAVAIL: { en: 'this machine has no such address', zh: '本机没有这个地址' },
};
