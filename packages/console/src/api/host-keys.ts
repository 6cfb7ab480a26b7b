import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  DecidedKey,
  DecidedKeys,
  HostKeyCounts,
  HostKeyDecision,
  HostKeyRef,
  ImportHostKeysBody,
  ImportReport,
  OfferedKey,
  OfferedKeys,
} from '@rollcall/protocol';
import { request } from './client.ts';

const BASE = '/api/host-keys';
/** Everything that a decision may change is under this key. */
export const HOST_KEYS = ['host-keys'] as const;
/** Another person, or a run, may bring a key at any moment: it is looked at this often. */
const LOOK_MS = 5_000;
/** Waiting keys that come with one request, and at most: groups need all of them. */
const OFFERS_PER_REQUEST = 1_000;
export const MAX_OFFERS = 20_000;
/** Keys of one page of the trusted and revoked ones. */
const KEYS_PER_PAGE = 100;

/** How many keys are in each state; the number in the navigation is one of them. */
export const hostKeyCountsQuery = queryOptions({
  queryKey: [...HOST_KEYS, 'counts'],
  queryFn: async ({ signal }) => request<HostKeyCounts>('GET', `${BASE}/counts`, { signal }),
  refetchInterval: LOOK_MS,
});

/** Keys that nobody has decided about; all of them, since groups are made of all. `total` may be more. */
export interface Offers {
  keys: OfferedKey[];
  total: number;
}

/** The keys that wait, or the changed ones; of one run when it is named. */
export const offersQuery = (state: 'waiting' | 'changed', run: string | undefined) =>
  queryOptions({
    queryKey: [...HOST_KEYS, 'offers', state, run ?? null],
    queryFn: async ({ signal }): Promise<Offers> => {
      const keys: OfferedKey[] = [];
      const narrowed = run === undefined ? '' : `&run=${encodeURIComponent(run)}`;
      for (;;) {
        const path = `${BASE}/offers?state=${state}&limit=${OFFERS_PER_REQUEST}&after=${keys.length}${narrowed}`;
        const page = await request<OfferedKeys>('GET', path, { signal });
        keys.push(...page.keys);
        if (page.next === null || keys.length >= MAX_OFFERS) return { keys, total: page.total };
      }
    },
    refetchInterval: LOOK_MS,
  });

/** How many keys a run was shown last and nobody has decided about. */
export const runOffersQuery = (run: string, state: 'waiting' | 'changed') =>
  queryOptions({
    queryKey: [...HOST_KEYS, 'of-run', run, state],
    queryFn: async ({ signal }) => {
      const path = `${BASE}/offers?state=${state}&limit=1&run=${encodeURIComponent(run)}`;
      return (await request<OfferedKeys>('GET', path, { signal })).total;
    },
    refetchInterval: LOOK_MS,
  });

/** Trusted or revoked keys in pages of 100. */
export const decidedQuery = (state: DecidedKey['state'], search: string) =>
  infiniteQueryOptions({
    queryKey: [...HOST_KEYS, 'decided', state, search],
    queryFn: async ({ pageParam, signal }) => {
      const path = `${BASE}?state=${state}&limit=${KEYS_PER_PAGE}&after=${pageParam}&search=${encodeURIComponent(search)}`;
      return request<DecidedKeys>('GET', path, { signal });
    },
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });

/** What was decided last. */
export const decisionsQuery = queryOptions({
  queryKey: [...HOST_KEYS, 'decisions'],
  queryFn: async ({ signal }) =>
    (await request<{ decisions: HostKeyDecision[] }>('GET', `${BASE}/decisions`, { signal })).decisions,
});

/** What can be done with many keys at once. */
export type KeyAction = 'approve' | 'block' | 'revoke' | 'forget';

const refOf = ({ host, port, fingerprint }: HostKeyRef): HostKeyRef => ({ host, port, fingerprint });

/** Decides about exactly these keys, all or none. Codes: `host-keys-differ`, `host-key-refused`. */
export async function decideKeys(
  action: KeyAction,
  keys: readonly HostKeyRef[],
  note: string,
): Promise<void> {
  await request('POST', `${BASE}/${action}`, { body: { keys: keys.map(refOf), note } });
}

/** Lets the changed key of one host in. Code: `host-keys-differ`. */
export async function replaceKey(key: HostKeyRef, note: string): Promise<void> {
  await request('POST', `${BASE}/replace`, { body: { key: refOf(key), note } });
}

/** Takes in known_hosts text. Code: `too-large`. */
export async function importKeys(body: ImportHostKeysBody): Promise<ImportReport> {
  return request<ImportReport>('POST', `${BASE}/import`, { body });
}

/** Where the browser loads the ledger as known_hosts from. */
export const KNOWN_HOSTS_PATH = `${BASE}/known_hosts`;
