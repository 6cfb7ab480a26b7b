import type { HostKeyLedger } from '../run/ports.ts';
import type { Database } from './database.ts';

/** Host keys that the product itself has recorded. Recording one again changes nothing: the first record stands. */
export function hostKeyRecords({ sql, write, guard }: Database): HostKeyLedger {
  const find = sql.prepare(
    'SELECT type, key FROM host_key WHERE host = ? AND port = ? ORDER BY at_ms, type, key',
  );
  const insert = sql.prepare(
    'INSERT OR IGNORE INTO host_key (host, port, type, key, at_ms, by) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    find: async (host, port) =>
      guard(() =>
        find.all(host, port).map((row) => ({ type: String(row['type']), key: String(row['key']) })),
      ),
    record: async ({ host, port, type, key, atMs, by }) =>
      write(() => void insert.run(host, port, type, key, atMs, by)),
  };
}
