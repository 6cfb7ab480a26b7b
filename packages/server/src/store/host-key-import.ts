import type { HostKeyStore, ImportResult, NamedEntry } from '../host-keys/ports.ts';
import type { Database } from './database.ts';
import { decisionLog } from './host-key-decisions.ts';
import { hostPlace } from './host-place.ts';
import type { RevokedKeys } from './revoked-keys.ts';

/** Taking in a list of keys: what it may change, and what it leaves as it is. */
export function hostKeyImport(
  { sql, write }: Database,
  revoked: RevokedKeys,
): Pick<HostKeyStore, 'importKeys'> {
  const trustedOf = sql.prepare(
    "SELECT fingerprint FROM host_key WHERE host = ? AND port = ? AND state = 'trusted'",
  );
  const isRevoked = sql.prepare("SELECT 1 FROM host_key WHERE fingerprint = ? AND state = 'revoked' LIMIT 1");
  const insert =
    sql.prepare(`INSERT INTO host_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, NULL, ?8, ?9, ?10)
    ON CONFLICT (host, port, fingerprint) DO UPDATE SET state = excluded.state, decided_at_ms = excluded.decided_at_ms,
      decided_by = excluded.decided_by, note = excluded.note`);
  const revokeAll =
    sql.prepare(`UPDATE host_key SET state = 'revoked', decided_at_ms = ?2, decided_by = ?3, note = ?4
    WHERE fingerprint = ?1 AND state = 'trusted'`);
  const offerOf = sql.prepare('SELECT fingerprint FROM host_key_offer WHERE host = ? AND port = ?');
  const dropOffer = sql.prepare('DELETE FROM host_key_offer WHERE host = ? AND port = ?');
  const dropOffersOf = sql.prepare('DELETE FROM host_key_offer WHERE fingerprint = ?');
  const changeOffer = sql.prepare(
    "UPDATE host_key_offer SET kind = 'changed', expected = ? WHERE host = ? AND port = ?",
  );
  const dropList = sql.prepare('DELETE FROM host_key_listed WHERE list = ?');
  const addListed = sql.prepare('INSERT OR IGNORE INTO host_key_listed VALUES (?, ?, ?, ?)');
  const log = decisionLog({ sql });

  const trustedPrints = (host: string, port: number): string[] =>
    trustedOf.all(host, port).map((row) => String(row['fingerprint']));

  /** An offer that the list vouches for is settled; another one is a changed key from now on. */
  const settleOffer = (host: string, port: number): void => {
    const offered = offerOf.get(host, port)?.['fingerprint'];
    if (offered === undefined) return;
    const prints = trustedPrints(host, port);
    if (prints.includes(String(offered))) dropOffer.run(host, port);
    else changeOffer.run(JSON.stringify(prints), host, port);
  };

  return {
    importKeys: async ({ list, trust, revoke, listed }, record) =>
      write(() => {
        const { atMs, by } = record;
        const result: ImportResult = { trusted: 0, already: 0, revoked: 0, differs: [], isRevoked: [] };
        const add = (entry: NamedEntry, state: 'trusted' | 'revoked'): void => {
          const { host, port, fingerprint, type, key } = entry;
          const note = `list ${list}, line ${entry.line}`;
          insert.run(host, port, fingerprint, hostPlace(host), type, key, state, atMs, by, note);
        };
        for (const entry of revoke) {
          if (isRevoked.get(entry.fingerprint) !== undefined) {
            result.already += 1;
            continue;
          }
          result.revoked += 1;
          revokeAll.run(entry.fingerprint, atMs, by, `list ${list}, line ${entry.line}`);
          dropOffersOf.run(entry.fingerprint);
          add(entry, 'revoked');
        }
        // Asked before the first entry is added: a list may have several keys for a host that is new.
        const before = new Map<string, string[]>();
        const at = ({ host, port }: NamedEntry): string => `${host} ${port}`;
        for (const entry of trust)
          if (!before.has(at(entry))) before.set(at(entry), trustedPrints(entry.host, entry.port));
        for (const entry of trust) {
          const known = before.get(at(entry))!;
          if (isRevoked.get(entry.fingerprint) !== undefined) result.isRevoked.push(entry);
          else if (known.includes(entry.fingerprint)) result.already += 1;
          else if (known.length > 0) result.differs.push(entry);
          else {
            result.trusted += 1;
            add(entry, 'trusted');
          }
        }
        for (const { host, port } of trust) settleOffer(host, port);
        dropList.run(list);
        for (const { line, name, fingerprint } of listed) addListed.run(list, line, name, fingerprint);
        log(record, result.trusted + result.revoked + listed.length);
        revoked.changed();
        return result;
      }),
  };
}
