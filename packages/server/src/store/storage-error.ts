import { StorageError } from '../run/ports.ts';

/** Primary result codes of SQLite that a person can do something about (https://sqlite.org/rescode.html). */
const CODES: Record<number, StorageError['code']> = {
  5: 'locked', // SQLITE_BUSY
  6: 'locked', // SQLITE_LOCKED
  8: 'not-writable', // SQLITE_READONLY
  11: 'corrupt', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'missing', // SQLITE_CANTOPEN
  26: 'corrupt', // SQLITE_NOTADB
};

const WORDS: Record<StorageError['code'], (where: string, why: string) => string> = {
  missing: (where) => `${where} cannot be opened. Check that the folder exists and is yours.`,
  'not-writable': (where) => `${where} cannot be written. Check its permissions and the mount.`,
  locked: (where) =>
    `${where} is locked by another program. Close it (a backup or a database browser) and try again.`,
  full: (where) => `The disk of ${where} is full. Free some space.`,
  'newer-schema': (where, why) => `${where} was written by a newer Rollcall (${why}). Use that version.`,
  corrupt: (where, why) =>
    `${where} is damaged (${why}). Move it and its -wal and -shm files away and put a backup in its place, or start without it.`,
  failed: (where, why) => `${where} could not be read or written: ${why}.`,
};

/** The error of kind `code` about the file `where`, in words for people: what, where, what to do. */
export function storageError(
  code: StorageError['code'],
  where: string,
  why: string,
  cause?: unknown,
): StorageError {
  return new StorageError(code, WORDS[code](where, why), cause === undefined ? {} : { cause });
}

/**
 * What SQLite or the file system threw, as a `StorageError`; anything else, a bug, is returned as it is.
 * A constraint that failed (code 19) is a bug of ours and not the disk's.
 */
export function fromSqlite(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error && typeof error.errcode === 'number') {
    const primary = error.errcode & 0xff;
    if (primary === 19) return error;
    return storageError(CODES[primary] ?? 'failed', where, error.message, error);
  }
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return storageError('missing', where, error.message, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EISDIR':
      return storageError('not-writable', where, error.message, error);
    case 'ENOSPC':
    case 'EDQUOT':
      return storageError('full', where, error.message, error);
    default:
      return error;
  }
}
