import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fingerprint } from '../host-keys/public-key.ts';
import { hostPlace } from './host-place.ts';
import { MIGRATIONS } from './migrations.ts';
import { fromSqlite, storageError } from './storage-error.ts';

/** Name of the database file in the data folder; SQLite adds `-wal` and `-shm` beside it. */
export const DATABASE_FILE = 'rollcall.db';

/** How long a statement waits for another process that writes, in ms. */
const BUSY_TIMEOUT_MS = 5_000;
/** The WAL is cut back to this after a checkpoint, so that one long reader does not leave a large file for ever. */
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/** An open database with the one way to write to it. */
export interface Database {
  readonly sql: DatabaseSync;
  /** Where it is, for words. */
  readonly where: string;
  /** Runs `work` and turns what SQLite throws into a `StorageError`. */
  guard: <T>(work: () => T) => T;
  /** Runs `work` in one transaction that has the write lock from its beginning; rolls back when it throws. */
  write: <T>(work: () => T, options?: { durable?: boolean }) => T;
  /** Runs `work` on one snapshot. */
  read: <T>(work: () => T) => T;
  close: () => void;
}

/**
 * Opens `<folder>/rollcall.db`, or a database in memory for `:memory:`, and brings its schema up to date.
 * @throws StorageError `missing` folder, `not-writable`, `locked`, `newer-schema` or `corrupt`
 */
export function openDatabase(folder: string, busyTimeoutMs = BUSY_TIMEOUT_MS): Database {
  const where = folder === ':memory:' ? 'The database in memory' : join(folder, DATABASE_FILE);
  let sql: DatabaseSync | undefined;
  try {
    if (folder !== ':memory:') prepareFile(folder, where);
    sql = new DatabaseSync(folder === ':memory:' ? folder : where, { timeout: busyTimeoutMs });
    sql.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
       PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`,
    );
    addFunctions(sql);
    migrate(sql, where);
    return openedDatabase(sql, where);
  } catch (error) {
    sql?.close();
    throw fromSqlite(error, where);
  }
}

/** Only the owner may read the file; SQLite gives `-wal` and `-shm` the same mode. */
function prepareFile(folder: string, file: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw storageError('missing', folder, 'it is not a folder');
  closeSync(openSync(file, 'a', 0o600));
}

/** What a step of the schema needs and SQLite does not have. */
function addFunctions(sql: DatabaseSync): void {
  const pure = { deterministic: true };
  sql.function('key_fingerprint', pure, (key) => fingerprint(Buffer.from(String(key), 'base64')));
  sql.function('host_place', pure, (host) => hostPlace(String(host)));
}

function migrate(sql: DatabaseSync, where: string): void {
  const version = () => Number(sql.prepare('PRAGMA user_version').get()!['user_version']);
  if (version() === MIGRATIONS.length) return;
  sql.exec('BEGIN IMMEDIATE');
  try {
    // Read again under the lock: another process may have just done it.
    const from = version();
    if (from > MIGRATIONS.length)
      throw storageError('newer-schema', where, `schema ${from}, this one knows ${MIGRATIONS.length}`);
    for (const step of MIGRATIONS.slice(from)) sql.exec(step);
    sql.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`);
  } catch (error) {
    if (sql.isTransaction) sql.exec('ROLLBACK');
    throw error;
  }
}

function openedDatabase(sql: DatabaseSync, where: string): Database {
  const begin = sql.prepare('BEGIN');
  const beginImmediate = sql.prepare('BEGIN IMMEDIATE');
  const commit = sql.prepare('COMMIT');
  const rollback = sql.prepare('ROLLBACK');
  const sync = {
    full: sql.prepare('PRAGMA synchronous = FULL'),
    normal: sql.prepare('PRAGMA synchronous = NORMAL'),
  };
  let full = false;

  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fromSqlite(error, where);
    }
  };
  const inTransaction = <T>(start: typeof begin, work: () => T): T =>
    guard(() => {
      start.run();
      try {
        const result = work();
        commit.run();
        return result;
      } catch (error) {
        // A full disk may have rolled it back already.
        if (sql.isTransaction) rollback.run();
        throw error;
      }
    });

  return {
    sql,
    where,
    guard,
    read: (work) => inTransaction(begin, work),
    write: (work, { durable = true } = {}) => {
      if (durable !== full) {
        guard(() => (durable ? sync.full : sync.normal).run());
        full = durable;
      }
      return inTransaction(beginImmediate, work);
    },
    close: () => {
      if (sql.isOpen) sql.close();
    },
  };
}
