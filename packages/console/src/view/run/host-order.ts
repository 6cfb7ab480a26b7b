import { HOST_STATE_LOOKS, HOST_STATES, type Chip, type HostState, type RunState } from '@rollcall/protocol';

export type HostSort = 'worst' | 'address' | 'time';

export interface HostFilter {
  chips: ReadonlySet<Chip>;
  /** Part of the address or of the text of the outcome; empty for all. */
  needle: string;
}

/** From what asks for a person to what does not. */
const WORST_FIRST: readonly HostState[] = [
  'key-changed',
  'still-running',
  'lost',
  'login-refused',
  'command-refused',
  'unreachable',
  'new-key',
  'timed-out',
  'signal',
  'non-zero',
  'unknown',
  'waiting',
  'quiet',
  'running',
  'connecting',
  'queued',
  'not-called',
  'cancelled',
  'success',
];
const RANK = new Uint8Array(HOST_STATES.map((state) => WORST_FIRST.indexOf(state)));
const CHIP_OF: readonly Chip[] = HOST_STATES.map((state) => HOST_STATE_LOOKS[state].chip);

/** What a list of hosts is made from. */
export interface ListedHosts {
  state: RunState;
  /** Codes as they are shown, quiet hosts marked. */
  shown: Uint8Array;
  nameOf: (host: number) => string;
  /** Place of each host in the order of addresses, from `addressRanks`. */
  addressRank: Uint32Array;
}

/** Places of the hosts when sorted by name, numbers in names by value. Made once for a run. */
export function addressRanks(count: number, nameOf: (host: number) => string): Uint32Array {
  const names = Array.from({ length: count }, (_, host) => nameOf(host));
  const natural = new Intl.Collator('en', { numeric: true });
  const keys = names.map(ipv4Key);
  const order = names.map((_, host) => host);
  order.sort((a, b) => {
    const [left, right] = [keys[a]!, keys[b]!];
    if (left >= 0 && right >= 0) return left - right || a - b;
    if (left >= 0 || right >= 0) return left >= 0 ? -1 : 1;
    return natural.compare(names[a]!, names[b]!) || a - b;
  });
  const ranks = new Uint32Array(count);
  order.forEach((host, rank) => (ranks[host] = rank));
  return ranks;
}

/** An IPv4 address as a number; -1 for anything else. */
function ipv4Key(name: string): number {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d+)?$/.exec(name);
  if (!parts) return -1;
  return parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The hosts that pass the filter, in the order of `sort`; hosts that are equal to it stand by address. */
export function orderHosts(hosts: ListedHosts, filter: HostFilter, sort: HostSort): Int32Array {
  const needle = filter.needle.toLowerCase();
  const passing = new Int32Array(hosts.shown.length);
  let count = 0;
  for (let host = 0; host < hosts.shown.length; host += 1)
    if (passes(hosts, host, filter.chips, needle)) passing[count++] = host;
  // One number per host holds its whole place, so that sorting compares nothing but numbers.
  const keys = new Float64Array(count);
  const size = hosts.shown.length;
  for (let at = 0; at < count; at += 1) {
    const host = passing[at]!;
    keys[at] = place(hosts, host, sort) * size + hosts.addressRank[host]!;
  }
  keys.sort();
  const byRank = new Int32Array(size);
  for (let host = 0; host < size; host += 1) byRank[hosts.addressRank[host]!] = host;
  return Int32Array.from(keys, (key) => byRank[key % size]!);
}

function passes(
  { state, shown, nameOf }: ListedHosts,
  host: number,
  chips: ReadonlySet<Chip>,
  needle: string,
): boolean {
  if (chips.size > 0 && !chips.has(CHIP_OF[shown[host]!]!)) return false;
  if (needle === '' || nameOf(host).toLowerCase().includes(needle)) return true;
  const outcome = state.hosts.get(host)?.outcome;
  const text = outcome && 'output' in outcome ? outcome.output.excerpt : '';
  return text.toLowerCase().includes(needle);
}

/** Whole numbers, small first. */
function place({ state, shown }: ListedHosts, host: number, sort: HostSort): number {
  if (sort === 'address') return 0;
  if (sort === 'worst') return RANK[shown[host]!]!;
  const outcome = state.hosts.get(host)?.outcome;
  const durationMs = outcome && 'durationMs' in outcome ? outcome.durationMs : -1;
  return MOST_MS - Math.min(MOST_MS, Math.round(durationMs));
}

/** Longer than any command may take: a day. */
const MOST_MS = 100_000_000;

/** How many places differ between two orders. */
export function movedRows(before: Int32Array, after: Int32Array): number {
  let moved = Math.abs(before.length - after.length);
  for (let at = 0; at < Math.min(before.length, after.length); at += 1)
    if (before[at] !== after[at]) moved += 1;
  return moved;
}
