import type { RunEvent, RunSpec, RunTarget } from '@rollcall/protocol';
import type { Database } from './database.ts';
import { hostPlace } from './host-place.ts';

type Place = { host: string; port: number };

/** Runs whose hosts are kept at hand: as many as one engine is likely to have under way. */
const RUNS_AT_HAND = 8;

/**
 * The ledger's part of a run log, folded in the transaction that stores the facts: which keys hosts offered that nobody has
 * approved, and when a trusted key was last seen. So it costs no transaction of its own, and what was shown is kept.
 */
export function hostKeyFold({ sql }: Pick<Database, 'sql'>): (no: number, event: RunEvent) => void {
  const runOf = sql.prepare(
    'SELECT id, spec, targets FROM run JOIN run_targets ON run_targets.run = run.no WHERE no = ?',
  );
  const seen =
    sql.prepare(`UPDATE host_key SET last_seen_at_ms = ?4, first_seen_at_ms = coalesce(first_seen_at_ms, ?4)
    WHERE host = ?1 AND port = ?2 AND fingerprint = ?3`);
  const settled = sql.prepare('DELETE FROM host_key_offer WHERE host = ? AND port = ?');
  // The newest offer of a host stands. What was said about another key does not count for this one.
  const offer = sql.prepare(`INSERT INTO host_key_offer
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, NULL, NULL
    WHERE NOT EXISTS (SELECT 1 FROM host_key WHERE host = ?1 AND port = ?2 AND fingerprint = ?6)
    ON CONFLICT (host, port) DO UPDATE SET
      first_seen_at_ms = iif(fingerprint = excluded.fingerprint, first_seen_at_ms, excluded.first_seen_at_ms),
      blocked_at_ms = iif(fingerprint = excluded.fingerprint, blocked_at_ms, NULL),
      blocked_by = iif(fingerprint = excluded.fingerprint, blocked_by, NULL),
      type = excluded.type, key = excluded.key, fingerprint = excluded.fingerprint, kind = excluded.kind,
      expected = excluded.expected, last_seen_at_ms = excluded.last_seen_at_ms, run = excluded.run`);

  const atHand = new Map<number, { id: string; hosts: Place[] }>();
  const hostsOf = (no: number): { id: string; hosts: Place[] } => {
    const known = atHand.get(no);
    if (known !== undefined) return known;
    const row = runOf.get(no)!;
    const { port } = JSON.parse(String(row['spec'])) as RunSpec;
    const targets = JSON.parse(String(row['targets'])) as RunTarget[];
    const hosts = targets.map((target) => ({
      host: target.host.toLowerCase(),
      port: target.port ?? port,
    }));
    const read = { id: String(row['id']), hosts };
    if (atHand.size === RUNS_AT_HAND) atHand.delete(atHand.keys().next().value!);
    atHand.set(no, read);
    return read;
  };

  const take = (
    { host, port }: Place,
    { reason, hostKey }: { reason?: string | undefined; hostKey?: Refused | undefined },
    { atMs, run }: { atMs: number; run: string },
  ): void => {
    if (hostKey?.key === undefined) return;
    const { type, key, fingerprint, expected } = hostKey;
    if (reason === 'verify/host-key-revoked') seen.run(host, port, fingerprint, atMs);
    const kind = OFFERS[reason ?? ''];
    if (kind === undefined) return;
    const place = hostPlace(host);
    offer.run(host, port, place, type, key, fingerprint, kind, JSON.stringify(expected), atMs, run);
  };

  return (no, event) => {
    if (event.type === 'host-connected' && event.hostKey.trust !== 'unchecked') {
      const { host, port } = hostsOf(no).hosts[event.host]!;
      seen.run(host, port, event.hostKey.fingerprint, event.atMs);
      settled.run(host, port);
    }
    if (event.type !== 'host-failed') return;
    const { hostKey, jump, atMs } = event;
    if (hostKey === undefined && jump?.hostKey === undefined) return;
    const { id: run, hosts } = hostsOf(no);
    take(hosts[event.host]!, event, { atMs, run });
    // On the way there: the key is that of the jump host.
    if (jump !== undefined) take({ host: jump.host.toLowerCase(), port: jump.port }, jump, { atMs, run });
  };
}

type Refused = NonNullable<Extract<RunEvent, { type: 'host-failed' }>['hostKey']>;

const OFFERS: Partial<Record<string, 'new' | 'changed'>> = {
  'verify/unknown-host-key': 'new',
  'verify/host-key-changed': 'changed',
};
