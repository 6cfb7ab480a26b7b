import { fingerprint } from '../host-keys/public-key.ts';
import type { HostKeyLedger } from '../run/ports.ts';
import type { Database } from './database.ts';
import { hostPlace } from './host-place.ts';
import type { RevokedKeys } from './revoked-keys.ts';

/** What a run asks the ledger: one look a host, before it is dialled. */
export function hostKeyRecords({ sql, write, guard }: Database, revoked: RevokedKeys): HostKeyLedger {
  const trusted = sql.prepare(
    "SELECT type, key FROM host_key WHERE host = ? AND port = ? AND state = 'trusted' ORDER BY decided_at_ms, type",
  );
  const insert = sql.prepare(`INSERT OR IGNORE INTO host_key
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'trusted', ?7, ?7, ?7, ?8, ''
    WHERE NOT EXISTS (SELECT 1 FROM host_key WHERE host = ?1 AND port = ?2 AND state = 'trusted')`);
  return {
    find: async (host, port) =>
      guard(() => ({
        trusted: trusted
          .all(host.toLowerCase(), port)
          .map((row) => ({ type: String(row['type']), key: String(row['key']) })),
        revoked: revoked.all(),
      })),
    record: async ({ host, port, type, key, atMs, by }) => {
      const name = host.toLowerCase();
      const print = fingerprint(Buffer.from(key, 'base64'));
      write(() => void insert.run(name, port, print, hostPlace(name), type, key, atMs, by));
    },
  };
}
