import type { Remark } from './fault.ts';
import { partOf } from '../classes/classes.ts';
import type { HostClass } from '../classes/host-class.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { INTERSECTION, UNION } from '../sets/line.ts';
import { countOf } from '../sets/order.ts';
import { hostAt } from '../sets/render.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import { isBlank } from './characters.ts';
import type { Item } from './items.ts';
import { patternCount, patternEnds, shelvesOf } from './pattern.ts';

/** As many as are shown. */
const MAX_SENSITIVE = 100;

/** Overlaps are searched item by item up to this many items; in longer texts only repeated single hosts are named. */
const MAX_COMPARED = 200;

/**
 * What is worth saying about the good items of a text.
 * @param root the items that stand in the list itself, not in parentheses and not beside an operator
 */
export function remarksOn(
  text: string,
  items: readonly Item[],
  root: readonly Item[],
  all: Shelves,
): Remark[] {
  const good = items.filter((item) => isIncluded(item));
  const listed = root.filter((item) => isIncluded(item));
  return [
    ...good.flatMap(lookAlikes),
    ...hostsFileLines(text, good),
    ...repeated(listed, all),
    ...sensitive(good, all),
  ];
}

function isIncluded(item: Item): boolean {
  return item.wrong === undefined && !item.exclude && item.pattern !== undefined;
}

/** `web01-web20` is a legal host name, and hardly ever meant as one. */
function lookAlikes({ pattern, index, length, shown }: Item): Remark[] {
  if (pattern?.kind !== 'names' || !shown.includes('-') || patternCount(pattern) !== 1n) return [];
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
    if (left.pick !== 'address' || right.pattern?.kind !== 'names' || !startsLine(text, left.index)) continue;
    if (!onlyBlanks(text, left.index + left.length, right.index)) continue;
    const params = { address: left.shown, name: right.shown };
    remarks.push({ code: 'address-then-name', index: right.index, length: right.length, params });
  }
  return remarks;
}

function startsLine(text: string, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return at < 0 || text.charCodeAt(at) === 10;
}

function onlyBlanks(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isBlank(text.charCodeAt(at))) return false;
  return to > from;
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

const EMPTY = { kind: 'ipv4', line: [] } as const;

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
    if (item.pattern === undefined || item.pattern.kind === 'names') continue;
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
