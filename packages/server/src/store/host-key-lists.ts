import type { DecidedKey, ExpectedKey, HostKeyDecision } from '@rollcall/protocol';
import type { HostKeyStore, StoredKey, StoredOffer } from '../host-keys/ports.ts';
import { refusalOf, rsaBits } from '../host-keys/public-key.ts';
import type { Database } from './database.ts';

type Lists = Pick<HostKeyStore, 'keyCounts' | 'listOffers' | 'listKeys' | 'listDecisions' | 'findListed'>;

interface OfferRow {
  host: string;
  port: number;
  type: string;
  key: string;
  fingerprint: string;
  expected: string;
  first_seen_at_ms: number;
  last_seen_at_ms: number;
  run: string;
  blocked_at_ms: number | null;
  blocked_by: string | null;
  known_for: string | null;
}

interface KeyRow {
  host: string;
  port: number;
  fingerprint: string;
  type: string;
  key: string;
  state: DecidedKey['state'];
  first_seen_at_ms: number | null;
  last_seen_at_ms: number | null;
  decided_at_ms: number;
  decided_by: string;
  note: string;
}

/** Part of a host name or fingerprint as a pattern of LIKE; everything fits the empty one. */
const pattern = (search = ''): string => `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`;
const MATCHES = String.raw`(host LIKE ?1 ESCAPE '\' OR fingerprint LIKE ?1 ESCAPE '\')`;

/** The ledger as people look at it. */
export function hostKeyLists({ sql, read }: Database): Lists {
  const counts = sql.prepare(`SELECT
    (SELECT count(*) FROM host_key_offer WHERE kind = 'new' AND blocked_at_ms IS NULL) AS waiting,
    (SELECT count(*) FROM host_key_offer WHERE kind = 'changed' AND blocked_at_ms IS NULL) AS changed,
    (SELECT count(*) FROM host_key WHERE state = 'trusted') AS trusted,
    (SELECT count(*) FROM host_key WHERE state = 'revoked') AS revoked`);
  const offersWhere = `FROM host_key_offer WHERE ${MATCHES} AND kind = ?2 AND (?3 IS NULL OR run = ?3)`;
  const offers = sql.prepare(`SELECT *, (SELECT host FROM host_key
      WHERE host_key.fingerprint = host_key_offer.fingerprint AND state = 'trusted' LIMIT 1) AS known_for
    ${offersWhere} ORDER BY place, port LIMIT ?4 OFFSET ?5`);
  const offersTotal = sql.prepare(`SELECT count(*) AS total ${offersWhere}`);
  const trustedOf = sql.prepare("SELECT * FROM host_key WHERE host = ? AND port = ? AND state = 'trusted'");
  const keysWhere = `FROM host_key WHERE ${MATCHES} AND state = ?2`;
  const keys = sql.prepare(`SELECT * ${keysWhere} ORDER BY place, port, fingerprint LIMIT ?3 OFFSET ?4`);
  const keysTotal = sql.prepare(`SELECT count(*) AS total ${keysWhere}`);
  const decisions = sql.prepare(
    'SELECT id, at_ms AS atMs, by, kind, count, hosts, note FROM host_key_decision ORDER BY id DESC LIMIT ?',
  );
  const listed = sql.prepare(`SELECT list, line, name, fingerprint FROM host_key_listed
    WHERE name IN (SELECT value FROM json_each(?1)) OR fingerprint IN (SELECT value FROM json_each(?2))`);

  /** What is known of the fingerprints that were trusted; those of files only by themselves. */
  const expectedOf = (row: OfferRow): ExpectedKey[] => {
    const prints = JSON.parse(row.expected) as string[];
    if (prints.length === 0) return [];
    const known = trustedOf.all(row.host, row.port) as unknown as KeyRow[];
    return prints.map((fingerprint) => {
      const key = known.find((one) => one.fingerprint === fingerprint);
      return {
        fingerprint,
        type: key?.type ?? null,
        approvedAtMs: key?.decided_at_ms ?? null,
        approvedBy: key?.decided_by ?? null,
        lastSeenAtMs: key?.last_seen_at_ms ?? null,
      };
    });
  };

  return {
    keyCounts: async () =>
      read(() => {
        const { waiting, changed, trusted, revoked } = counts.get()!;
        return {
          waiting: Number(waiting),
          changed: Number(changed),
          trusted: Number(trusted),
          revoked: Number(revoked),
        };
      }),
    listOffers: async ({ kind, run, search, limit, after }) =>
      read(() => {
        const wanted = [pattern(search), kind, run ?? null] as const;
        const rows = offers.all(...wanted, limit, after) as unknown as OfferRow[];
        return {
          offers: rows.map((row) => storedOffer(row, expectedOf(row))),
          total: Number(offersTotal.get(...wanted)!['total']),
        };
      }),
    listKeys: async ({ state, search, limit, after }) =>
      read(() => {
        const wanted = [pattern(search), state] as const;
        const rows = keys.all(...wanted, limit, after) as unknown as KeyRow[];
        return { keys: rows.map(storedKey), total: Number(keysTotal.get(...wanted)!['total']) };
      }),
    listDecisions: async (limit) =>
      read(() => decisions.all(limit).map((row) => ({ ...row }) as unknown as HostKeyDecision)),
    findListed: async (names, fingerprints) =>
      read(() =>
        listed
          .all(JSON.stringify(names), JSON.stringify(fingerprints))
          .map(({ list, line, name, fingerprint }) => ({
            list: String(list),
            line: Number(line),
            name: String(name),
            fingerprint: String(fingerprint),
          })),
      ),
  };
}

function storedOffer(row: OfferRow, expected: ExpectedKey[]): StoredOffer {
  const key = Buffer.from(row.key, 'base64');
  return {
    host: row.host,
    port: row.port,
    fingerprint: row.fingerprint,
    type: row.type,
    key: row.key,
    bits: rsaBits(key),
    firstSeenAtMs: row.first_seen_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
    run: row.run,
    refused: refusalOf(key),
    knownFor: row.known_for,
    expected,
    blocked: row.blocked_at_ms === null ? null : { atMs: row.blocked_at_ms, by: row.blocked_by ?? '' },
  };
}

function storedKey(row: KeyRow): StoredKey {
  return {
    host: row.host,
    port: row.port,
    fingerprint: row.fingerprint,
    type: row.type,
    key: row.key,
    bits: rsaBits(Buffer.from(row.key, 'base64')),
    state: row.state,
    firstSeenAtMs: row.first_seen_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
    decidedAtMs: row.decided_at_ms,
    decidedBy: row.decided_by,
    note: row.note,
  };
}
