import type { HostKeyRef } from '@rollcall/protocol';
import type { DecisionRecord, HostKeyStore } from '../host-keys/ports.ts';
import { refusalOf } from '../host-keys/public-key.ts';
import type { Database } from './database.ts';
import type { RevokedKeys } from './revoked-keys.ts';

type Decisions = Pick<HostKeyStore, 'approve' | 'replace' | 'block' | 'revoke' | 'forget'>;

/** How a decision is written down; shared with the import. */
export function decisionLog({ sql }: Pick<Database, 'sql'>): (record: DecisionRecord, count: number) => void {
  const insert = sql.prepare(
    'INSERT INTO host_key_decision (at_ms, by, kind, count, hosts, note) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return ({ atMs, by, kind, hosts, note }, count) => void insert.run(atMs, by, kind, count, hosts, note);
}

/** What people decide. Each is one transaction that begins by looking whether the keys are still those that were shown. */
export function hostKeyDecisions({ sql, write }: Database, revoked: RevokedKeys): Decisions {
  const ofHost = 'host = ?1 AND port = ?2';
  const exactly = `${ofHost} AND fingerprint = ?3`;
  const offer = sql.prepare(`SELECT kind, key FROM host_key_offer WHERE ${exactly}`);
  const trustedCount = sql.prepare(
    `SELECT count(*) AS n FROM host_key WHERE ${ofHost} AND state = 'trusted'`,
  );
  const trust = sql.prepare(`INSERT INTO host_key
    SELECT host, port, fingerprint, place, type, key, 'trusted', first_seen_at_ms, last_seen_at_ms, ?4, ?5, ?6
    FROM host_key_offer WHERE ${exactly}`);
  const dropOffer = sql.prepare(`DELETE FROM host_key_offer WHERE ${ofHost}`);
  const dropKeys = sql.prepare(`DELETE FROM host_key WHERE ${ofHost} AND state = 'trusted'`);
  const blockOffer = sql.prepare(
    `UPDATE host_key_offer SET blocked_at_ms = ?4, blocked_by = ?5 WHERE ${exactly}`,
  );
  const stateOf = sql.prepare(`SELECT state FROM host_key WHERE ${exactly}`);
  const revokeKey =
    sql.prepare(`UPDATE host_key SET state = 'revoked', decided_at_ms = ?2, decided_by = ?3, note = ?4
    WHERE fingerprint = ?1 AND state = 'trusted'`);
  const dropOffersOf = sql.prepare('DELETE FROM host_key_offer WHERE fingerprint = ?');
  const dropKey = sql.prepare(`DELETE FROM host_key WHERE ${exactly}`);
  const dropRevoked = sql.prepare("DELETE FROM host_key WHERE fingerprint = ? AND state = 'revoked'");
  const log = decisionLog({ sql });

  const place = ({ host, port }: HostKeyRef) => [host.toLowerCase(), port] as const;
  const exact = (ref: HostKeyRef) => [...place(ref), ref.fingerprint] as const;
  const isKnown = (ref: HostKeyRef) => Number(trustedCount.get(...place(ref))!['n']) > 0;

  const decide = (
    keys: readonly HostKeyRef[],
    record: DecisionRecord,
    { fits, act }: { fits: (ref: HostKeyRef) => boolean; act: (ref: HostKeyRef) => void },
  ): HostKeyRef[] =>
    write(() => {
      const differing = keys.filter((ref) => !fits(ref));
      if (differing.length > 0) return differing;
      for (const ref of keys) act(ref);
      log(record, keys.length);
      revoked.changed();
      return [];
    });

  const offered = (ref: HostKeyRef, kinds: readonly string[]): boolean => {
    const row = offer.get(...exact(ref));
    if (row === undefined || !kinds.includes(String(row['kind']))) return false;
    return refusalOf(Buffer.from(String(row['key']), 'base64')) === null;
  };
  const trustOffer = (ref: HostKeyRef, { atMs, by, note }: DecisionRecord): void => {
    trust.run(...exact(ref), atMs, by, note);
    dropOffer.run(...place(ref));
  };

  return {
    approve: async (keys, record) =>
      decide(keys, record, {
        fits: (ref) => offered(ref, ['new']) && !isKnown(ref),
        act: (ref) => trustOffer(ref, record),
      }),
    replace: async (key, record) =>
      decide([key], record, {
        fits: (ref) => offered(ref, ['changed']),
        act: (ref) => {
          dropKeys.run(...place(ref));
          trustOffer(ref, record);
        },
      }),
    block: async (keys, record) =>
      decide(keys, record, {
        fits: (ref) => offer.get(...exact(ref)) !== undefined,
        act: (ref) => void blockOffer.run(...exact(ref), record.atMs, record.by),
      }),
    revoke: async (keys, record) =>
      decide(keys, record, {
        fits: (ref) => stateOf.get(...exact(ref))?.['state'] === 'trusted',
        act: ({ fingerprint }) => {
          revokeKey.run(fingerprint, record.atMs, record.by, record.note);
          dropOffersOf.run(fingerprint);
        },
      }),
    forget: async (keys, record) =>
      decide(keys, record, {
        fits: (ref) => stateOf.get(...exact(ref)) !== undefined,
        act: (ref) => {
          // As it was revoked for every host, so it is forgotten.
          dropRevoked.run(ref.fingerprint);
          dropKey.run(...exact(ref));
          dropOffer.run(...place(ref));
        },
      }),
  };
}
