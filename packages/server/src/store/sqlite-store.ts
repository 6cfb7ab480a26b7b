import type { AccessStore } from '../access/ports.ts';
import type { HostKeyStore } from '../host-keys/ports.ts';
import type { EngineRegistry, HostKeyLedger, RunStore } from '../run/ports.ts';
import { accessRecords } from './access-records.ts';
import { openDatabase } from './database.ts';
import { engineRecords } from './engine-records.ts';
import { hostKeys } from './host-keys.ts';
import { logAppend } from './log-append.ts';
import { logRead } from './log-read.ts';
import { runRecords } from './runs.ts';

/** Everything that Rollcall keeps, in one SQLite file. Several processes may have the same file open. */
export type SqliteStore = RunStore &
  EngineRegistry &
  HostKeyLedger &
  HostKeyStore &
  AccessStore & {
    /** Everything that was awaited is on the disk; calls after this reject. Closing twice is harmless. */
    close(): Promise<void>;
  };

/**
 * Opens the store in `folder`, or one in memory for `':memory:'`. The folder must exist; the file is made with mode 0600.
 * Its statements run in the calling thread: docs/decisions/0001-sqlite-in-the-thread-of-its-caller.md says why.
 * @param options.busyTimeoutMs how long to wait for another process that writes, 5,000 ms unless told
 * @throws StorageError `missing` folder, `not-writable`, `locked`, `newer-schema` or `corrupt`
 */
export async function openSqliteStore(options: {
  folder: string;
  busyTimeoutMs?: number;
}): Promise<SqliteStore> {
  const database = openDatabase(options.folder, options.busyTimeoutMs);
  return {
    ...runRecords(database),
    ...logAppend(database),
    ...logRead(database),
    ...engineRecords(database),
    ...hostKeys(database),
    ...accessRecords(database),
    close: async () => database.close(),
  };
}
