import { describe, expect, it } from 'vitest';
import { StorageError } from '../run/ports.ts';
import { fromSqlite } from './storage-error.ts';

const sqlite = (errcode: number) =>
  Object.assign(new Error('from SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });
const system = (code: string) => Object.assign(new Error('from the system'), { code });

describe('fromSqlite', () => {
  it.each([
    ['busy', sqlite(5), 'locked'],
    ['busy, extended', sqlite(5 | (2 << 8)), 'locked'],
    ['read-only', sqlite(8), 'not-writable'],
    ['an I/O error', sqlite(10 | (3 << 8)), 'failed'],
    ['corrupt', sqlite(11), 'corrupt'],
    ['full', sqlite(13), 'full'],
    ['cannot open', sqlite(14), 'missing'],
    ['no database', sqlite(26), 'corrupt'],
    ['no such folder', system('ENOENT'), 'missing'],
    ['no permission', system('EACCES'), 'not-writable'],
    ['a read-only mount', system('EROFS'), 'not-writable'],
    ['no space', system('ENOSPC'), 'full'],
  ] as const)('names %s, with the place and what to do', (_what, error, code) => {
    const named = fromSqlite(error, '/data/rollcall.db');
    expect(named).toBeInstanceOf(StorageError);
    expect(named).toMatchObject({ code, cause: error });
    expect((named as StorageError).message).toContain('/data/rollcall.db');
  });

  it.each([
    ['a broken constraint', sqlite(19 | (6 << 8))],
    ['another system error', system('EWHATEVER')],
    ['any other error', new TypeError('a bug')],
    ['what is no error', 'text'],
  ])('leaves %s as it is: a bug', (_what, error) => {
    expect(fromSqlite(error, 'x')).toBe(error);
  });
});
