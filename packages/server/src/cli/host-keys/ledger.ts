import type { DecidedKey, OfferedKey } from '@rollcall/protocol';
import { createHostKeys, type HostKeys } from '../../host-keys/host-keys.ts';
import { systemClock } from '../../run/clock.ts';
import type { SqliteStore } from '../../store/sqlite-store.ts';
import { existingDataFolder, type openDataFolder } from '../data/data-folder.ts';
import { openStore } from '../data/open-store.ts';
import type { Io } from '../io.ts';

/** The ledger of a data folder, whether or not a server runs on it. */
export interface Ledger {
  keys: HostKeys;
  store: SqliteStore;
  io: Io;
}

/**
 * Opens the ledger for `work` and closes it again.
 * @param folderOf with `openDataFolder` it is made where there is none yet
 */
export async function withLedger<T>(
  data: string | undefined,
  io: Io,
  work: (ledger: Ledger) => Promise<T>,
  folderOf: typeof openDataFolder = existingDataFolder,
): Promise<T> {
  const folder = folderOf(data, io.env);
  const store = await openStore(folder.path);
  try {
    return await work({ keys: createHostKeys({ store, clock: systemClock }), store, io });
  } finally {
    await store.close();
  }
}

/** Keys read at once. */
const PAGE = 10_000;

/** All keys of a state that wait for a decision, of one run when it is named. */
export async function allOffers(
  { keys }: Ledger,
  state: 'waiting' | 'changed',
  run?: string,
): Promise<OfferedKey[]> {
  return allPages((after) => keys.offers({ state, run, limit: PAGE, after }));
}

/** All keys that were decided about. */
export async function allKeys({ keys }: Ledger, state: DecidedKey['state']): Promise<DecidedKey[]> {
  return allPages((after) => keys.keys({ state, limit: PAGE, after }));
}

async function allPages<T>(
  read: (after: number) => Promise<{ keys: T[]; next: number | null }>,
): Promise<T[]> {
  const found: T[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await read(after);
    found.push(...page.keys);
    after = page.next;
  }
  return found;
}
