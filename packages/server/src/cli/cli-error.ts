import type { StorageError } from '../run/ports.ts';

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
 * `EXIT.wrongUse`, so it may be thrown only before the first host is contacted.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** What to do about it, a line each; may be empty when the message says all. */
  readonly advice: readonly string[];

  constructor(message: string, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }

  /** As it stands on stderr, with a line end. */
  format(): string {
    return `rollcall: ${[this.message, ...this.advice.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')}\n`;
  }
}

/** What a store said no to, as something to put right: its message is already what, where and what to do. */
export function storageProblem(error: StorageError): CliError {
  // A message that begins with a path keeps its case.
  const message = error.message.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
  return new CliError(message, ['Another data folder can be chosen with --data FOLDER.'], { cause: error });
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
export function systemWords(error: unknown): string {
  const code = errorCode(error);
  return SYSTEM_WORDS[code ?? ''] ?? code ?? String(error);
}

const SYSTEM_WORDS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it exists already',
  ELOOP: 'it is a symbolic link',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
};
