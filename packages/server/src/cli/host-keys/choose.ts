import { tryParse, type HostSet } from '@rollcall/ip-range';
import type { HostKeyRef, Words } from '@rollcall/protocol';
import { placeLabel } from '../../host-keys/fold-hosts.ts';
import { CliError } from '../cli-error.ts';
import { readInventory } from '../inventory.ts';
import { warner, type Io } from '../io.ts';
import { readTargets } from '../targets.ts';

/** Which keys a person means. */
export interface Wanted {
  /** A host range, with the groups of the inventory; or the fingerprint of one key. */
  range: string;
  /** Data folder with the inventory. */
  data: string | undefined;
}

/**
 * Those of the keys that are wanted: `web1` on whatever port, `web1:2222` on that port alone.
 * @param what the keys are, for words: `waiting`, `待确认`
 * @throws CliError that draws the mistakes of the range, or says that no key is of any of its hosts
 */
export async function keysOf<K extends HostKeyRef>(
  keys: readonly K[],
  { range, data }: Wanted,
  what: Words,
  io: Io,
): Promise<K[]> {
  const chosen = range.startsWith('SHA256:')
    ? keys.filter(({ fingerprint }) => fingerprint === range)
    : keys.filter(inSet(await hostsOf(range, data, io)));
  if (chosen.length > 0) return chosen;
  throw new CliError({ en: `no key is ${what.en} for ${range}`, zh: `${range} 没有${what.zh}的密钥` }, [
    { en: 'See: rollcall host-keys', zh: '参见：rollcall host-keys' },
  ]);
}

async function hostsOf(range: string, data: string | undefined, io: Io): Promise<HostSet> {
  const inventory = await readInventory(data === undefined ? {} : { data }, io.env);
  const { set, warnings } = readTargets(range, inventory, io.locale);
  for (const words of warnings) warner(io)(words);
  return set;
}

const inSet =
  (set: HostSet) =>
  (key: HostKeyRef): boolean =>
    [key.host, placeLabel(key)].some((label) => names(set, label));

/** An imported list may have names that no range can say. */
function names(set: HostSet, label: string): boolean {
  const one = tryParse(label);
  return one.ok && set.contains(one.set);
}
