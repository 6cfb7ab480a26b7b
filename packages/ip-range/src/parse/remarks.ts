import { ExclusionCheck } from '../sets/exclude.ts';
import type { WarningCode } from '../types.ts';
import { excerpt } from './characters.ts';
import type { Remark } from './fault.ts';
import { formatIpv4, maskBits, plainQuad } from './ipv4.ts';
import { formatIpv6, parseIpv6 } from './ipv6.ts';
import type { Look } from './read-spec.ts';
import { partOf } from '../classes/classes.ts';
import type { HostClass } from '../classes/host-class.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { INTERSECTION, UNION } from '../sets/line.ts';
import { countOf } from '../sets/order.ts';
import { hostAt } from '../sets/render.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import type { Item } from './items.ts';
import { isItem } from './tree.ts';
import { patternCount, patternEnds, shelvesOf } from './pattern.ts';

/** As many as are shown. */
const MAX_SENSITIVE = 100;

/** Overlaps are searched item by item up to this many items; in longer texts only repeated single hosts are named. */
const MAX_COMPARED = 200;

/** Most warnings of one kind; a list of thousands helps nobody. */
const MAX_REMARKS = 100;

/** Gathers what is worth saying about the good items of a text. */
export function remarker(usable: boolean): { look: Look; remarks: () => Remark[] } {
  const found: Remark[] = [];
  const look: Look = {
    excluded: (nodes, from) => {
      const check = new ExclusionCheck(from);
      for (const node of nodes) {
        if (!isItem(node) || node.pattern === undefined) continue;
        const { index, length, pattern, port } = node;
        if (!check.hits(shelvesOf(pattern, port)))
          found.push({ code: 'excluded-nothing', index, length, params: {} });
      }
    },
    all: (text, { items, listed, shelves }) => {
      const good = items.filter(({ pattern }) => pattern !== undefined);
      const included = good.filter(({ exclude }) => !exclude);
      for (const notes of [
        good.flatMap((item) => blocks(text, item, usable)),
        included.flatMap((item) => lookAlikes(text, item)),
        hostsFileLines(text, included),
        repeated(
          listed.filter(({ pattern }) => pattern !== undefined),
          shelves,
        ),
        sensitive(included, shelves),
      ])
        for (const note of notes) found.push(note);
    },
  };
  const remarks = (): Remark[] => {
    const counts = new Map<WarningCode, number>();
    const kept = found.filter(({ code }) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      return count <= MAX_REMARKS;
    });
    return kept.sort((a, b) => a.index - b.index);
  };
  return { look, remarks };
}

function shownText(text: string, { index, length }: Item): string {
  return excerpt(text.slice(index, index + length));
}

/** A block is read as its network, both ends included. */
function blocks(text: string, { index, length, pattern, hostAt }: Item, usable: boolean): Remark[] {
  const host = text.slice(hostAt, index + length);
  if (!host.includes('/')) return [];
  const [, open = '', whole = '', address = '', prefix = ''] =
    /^(\[?)(([^%/]*)(?:%[^/]*)?\/([^:\]]+))/.exec(host) ?? [];
  const place = { index: hostAt + open.length, length: whole.length };
  if (pattern?.kind === 'ipv6') {
    const rest = 128n - BigInt(prefix);
    const value = parseIpv6(address) ?? 0n;
    const first = (value >> rest) << rest;
    if (value === first) return [];
    const network = `${formatIpv6(first)}/${prefix}`;
    return [{ code: 'host-bits', ...place, params: { text: excerpt(whole), network } }];
  }
  const value = plainQuad(address);
  if (pattern?.kind !== 'ipv4' || value < 0) return [];
  const bits = /^\d+$/.test(prefix) ? Number(prefix) : maskBits(plainQuad(prefix));
  const size = 2 ** (32 - bits);
  const first = value - (value % size);
  const network = formatIpv4(first);
  const remarks: Remark[] = [];
  if (first !== value)
    remarks.push({ code: 'host-bits', ...place, params: { text: whole, network: `${network}/${bits}` } });
  if (bits <= 30 && !usable) {
    const params = { text: whole, network, broadcast: formatIpv4(first + size - 1) };
    remarks.push({ code: 'network-broadcast-included', ...place, params });
  }
  return remarks;
}

/** `web01-web20` is a legal host name, and hardly ever meant as one. */
function lookAlikes(text: string, item: Item): Remark[] {
  const { pattern, index, length } = item;
  const shown = shownText(text, item);
  if (pattern?.kind !== 'name' || !shown.includes('-') || patternCount(pattern) !== 1n) return [];
  const { first: name = '' } = patternEnds(pattern, 0);
  const match = /^(\D+)(\d+)(\D*)-\1(\d+)\3$/.exec(name);
  if (match === null) return [];
  const [, head, low, tail, high] = match;
  const range = `${head}[${low}-${high}]${tail}`;
  const fix = shown === name ? { index, length, text: range } : undefined;
  const remark: Remark = { code: 'looks-like-a-range', index, length, params: { name, range } };
  return [fix === undefined ? remark : { ...remark, fix }];
}

/** `10.0.0.1 web1`, a line of a hosts file: two targets, one machine. */
function hostsFileLines(text: string, items: readonly Item[]): Remark[] {
  const remarks: Remark[] = [];
  for (let i = 1; i < items.length; i++) {
    const left = items[i - 1] as Item;
    const right = items[i] as Item;
    if (left.pattern?.kind === 'name' || right.pattern?.kind !== 'name') continue;
    if (patternCount(left.pattern ?? EMPTY) !== 1n || !startsLine(text, left.index)) continue;
    const between = text.slice(left.index + left.length, right.index);
    if (!/^[\t ]+$/.test(between)) continue;
    const params = { address: shownText(text, left), name: shownText(text, right) };
    remarks.push({ code: 'address-then-name', index: right.index, length: right.length, params });
  }
  return remarks;
}

function startsLine(text: string, index: number): boolean {
  let at = index - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  return at < 0 || text[at] === '\n';
}

/** Items that mention hosts again. */
function repeated(items: readonly Item[], all: Shelves): Remark[] {
  let sum = 0n;
  for (const item of items) sum += patternCount(item.pattern ?? EMPTY);
  if (sum === countOf(all)) return [];
  const builder = new ShelfBuilder();
  for (const item of items) builder.add(item.pattern ?? EMPTY, item.port);
  if (sum === countOf(builder.build())) return [];
  return items.length <= MAX_COMPARED ? overlaps(items) : repeatedSingles(items);
}

const EMPTY = { kind: 'ipv4', parts: [] } as const;

function overlaps(items: readonly Item[]): Remark[] {
  const remarks: Remark[] = [];
  let seen: Shelves = new Map();
  for (const item of items) {
    const own = shelvesOf(item.pattern ?? EMPTY, item.port);
    const count = countOf(combineShelves(own, seen, INTERSECTION));
    if (count > 0n) remarks.push(duplicate(item, count, count === countOf(own)));
    seen = combineShelves(seen, own, UNION);
  }
  return remarks;
}

function repeatedSingles(items: readonly Item[]): Remark[] {
  const seen = new Set<string>();
  const remarks: Remark[] = [];
  for (const item of items) {
    if (item.pattern === undefined || patternCount(item.pattern) !== 1n) continue;
    const { first = '' } = patternEnds(item.pattern, item.port);
    if (seen.has(first)) remarks.push(duplicate(item, 1n, true));
    seen.add(first);
  }
  return remarks;
}

function duplicate({ index, length }: Item, count: bigint, whole: boolean): Remark {
  return {
    code: 'duplicate',
    index,
    length,
    params: { count: String(count), all: whole ? 1 : 0, why: whole ? 'all' : 'part' },
  };
}

/** Loopback is left out: it is the machine itself, and policies decide about it by `classes()`. */
const SENSITIVE: readonly HostClass[] = [
  'metadata',
  'unspecified',
  'link-local',
  'multicast',
  'broadcast',
  'reserved',
];

function sensitive(items: readonly Item[], all: Shelves): Remark[] {
  const present = SENSITIVE.filter((name) =>
    [...all.values()].some((shelf) => partOf(shelf, name) !== undefined),
  );
  if (present.length === 0) return [];
  const remarks: Remark[] = [];
  for (const item of items) {
    if (item.pattern === undefined || item.pattern.kind === 'name') continue;
    const remark = sensitiveItem(item, shelvesOf(item.pattern, item.port), present);
    if (remark !== undefined) remarks.push(remark);
    if (remarks.length >= MAX_SENSITIVE) break;
  }
  return remarks;
}

function sensitiveItem(
  { index, length }: Item,
  shelves: Shelves,
  names: readonly HostClass[],
): Remark | undefined {
  for (const name of names) {
    for (const shelf of shelves.values()) {
      const grid = partOf(shelf, name);
      if (grid === undefined) continue;
      const host = hostAt({ ...shelf, grid }, 0n);
      return { code: 'sensitive-address', index, length, params: { host, class: name, why: name } };
    }
  }
  return undefined;
}
