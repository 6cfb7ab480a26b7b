import type {
  DecidedKey,
  DecidedKeys,
  HostKeyCounts,
  HostKeyDecision,
  HostKeyRef,
  ImportReport,
  OfferedKeys,
} from '@rollcall/protocol';
import type { Clock } from '../run/ports.ts';
import { foldPlaces } from './fold-hosts.ts';
import type { DecisionRecord, HostKeyStore, KeyPage, NamedEntry, StoredKey } from './ports.ts';
import { readList } from './read-list.ts';
import { secondSources } from './second-source.ts';
import { listLines } from './write-list.ts';

/** Who decides, and what stands in the record. */
export interface Decider {
  by: string;
  note: string;
}

/** Either all keys were decided about, or none: those that are not as they were shown, or that policy refuses. */
export type Decided =
  | { ok: true; count: number }
  | { ok: false; code: 'host-keys-differ' | 'host-key-refused'; keys: HostKeyRef[] };

/** What a person can do about many keys at once. */
export type ManyKeys = 'approve' | 'block' | 'revoke' | 'forget';

const KINDS = {
  approve: 'approved',
  block: 'blocked',
  revoke: 'revoked',
  forget: 'forgotten',
} as const satisfies Record<ManyKeys, DecisionRecord['kind']>;

/** The ledger of host keys, for the web and the command line alike. */
export interface HostKeys {
  counts(): Promise<HostKeyCounts>;
  offers(page: KeyPage & { state: 'waiting' | 'changed'; run?: string | undefined }): Promise<OfferedKeys>;
  keys(page: KeyPage & { state: DecidedKey['state'] }): Promise<DecidedKeys>;
  decisions(limit: number): Promise<HostKeyDecision[]>;
  decide(what: ManyKeys, keys: readonly HostKeyRef[], decider: Decider): Promise<Decided>;
  replace(key: HostKeyRef, decider: Decider): Promise<Decided>;
  importText(list: { list: string; text: string; trust: boolean }, by: string): Promise<ImportReport>;
  /** known_hosts text. */
  exportText(): Promise<string>;
}

/** Keys read from the store at once for an export. */
const EXPORT_PAGE = 10_000;

/** Builds the ledger over its store. */
export function createHostKeys({ store, clock }: { store: HostKeyStore; clock: Clock }): HostKeys {
  const record = (
    kind: DecisionRecord['kind'],
    keys: readonly HostKeyRef[],
    { by, note }: Decider,
  ): DecisionRecord => ({ kind, atMs: clock.now(), by, hosts: foldPlaces(keys), note });

  const result = async (keys: readonly HostKeyRef[], differing: HostKeyRef[]): Promise<Decided> => {
    if (differing.length === 0) return { ok: true, count: keys.length };
    const refused = await shortOnes(store, differing);
    return refused.length > 0
      ? { ok: false, code: 'host-key-refused', keys: refused }
      : { ok: false, code: 'host-keys-differ', keys: differing };
  };

  const all = async (state: DecidedKey['state']): Promise<StoredKey[]> => {
    const found: StoredKey[] = [];
    for (;;) {
      const { keys } = await store.listKeys({ state, limit: EXPORT_PAGE, after: found.length });
      found.push(...keys);
      if (keys.length < EXPORT_PAGE) return found;
    }
  };

  return {
    counts: () => store.keyCounts(),
    async offers({ state, ...page }) {
      const { offers, total } = await store.listOffers({
        ...page,
        kind: state === 'waiting' ? 'new' : 'changed',
      });
      const sources = await secondSources(store, offers);
      const keys = offers.map((offer, index) => ({ ...withoutBlob(offer), secondSource: sources[index]! }));
      return { keys, total, next: nextOf(page, keys.length, total) };
    },
    async keys(page) {
      const { keys, total } = await store.listKeys(page);
      const shown = keys.map(withoutBlob);
      return { keys: shown, total, next: nextOf(page, keys.length, total) };
    },
    decisions: (limit) => store.listDecisions(limit),
    async decide(what, given, decider) {
      const keys = distinct(given);
      return result(keys, await store[what](keys, record(KINDS[what], keys, decider)));
    },
    replace: async (key, decider) =>
      result([key], await store.replace(key, record('replaced', [key], decider))),
    async importText({ list, text, trust }, by) {
      const { lines, remarks, ...read } = readList(list, text, trust);
      const { differs, isRevoked, ...counts } = await store.importKeys(read, {
        kind: 'imported',
        atMs: clock.now(),
        by,
        hosts: list,
        note: '',
      });
      return {
        lines,
        ...counts,
        listed: read.listed.length,
        remarks: [
          ...remarks,
          ...differs.map((entry) => remarkOf(entry, 'differs')),
          ...isRevoked.map((entry) => remarkOf(entry, 'is-revoked')),
        ].sort((a, b) => a.line - b.line),
      };
    },
    exportText: async () => [...listLines(await all('trusted'), await all('revoked'))].join(''),
  };
}

/** A key is shown by its fingerprint. */
function withoutBlob<T extends { key: string }>(stored: T): Omit<T, 'key'> {
  const { key, ...shown } = stored;
  void key;
  return shown;
}

const nextOf = ({ after }: KeyPage, got: number, total: number): number | null =>
  got > 0 && after + got < total ? after + got : null;

function distinct(keys: readonly HostKeyRef[]): HostKeyRef[] {
  const seen = new Map(keys.map((key) => [`${key.host.toLowerCase()} ${key.port} ${key.fingerprint}`, key]));
  return [...seen.values()];
}

function remarkOf(
  { line, host, port, fingerprint }: NamedEntry,
  code: 'differs' | 'is-revoked',
): ImportReport['remarks'][number] {
  return { line, code, text: `${foldPlaces([{ host, port }])} ${fingerprint}` };
}

/** Looked at one by one, but there are few of them: a person is told of the first. */
const LOOKED_AT = 20;

/** Those among refused keys that are refused by policy, whatever is done. */
async function shortOnes(store: HostKeyStore, keys: readonly HostKeyRef[]): Promise<HostKeyRef[]> {
  const short: HostKeyRef[] = [];
  for (const key of keys.slice(0, LOOKED_AT))
    for (const kind of ['new', 'changed'] as const) {
      const page = { kind, search: key.fingerprint, limit: LOOKED_AT, after: 0 };
      const { offers } = await store.listOffers(page);
      if (offers.some((one) => one.refused !== null && one.host === key.host && one.port === key.port))
        short.push(key);
    }
  return short;
}
