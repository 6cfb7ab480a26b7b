import { partOf } from '../classes/classes.ts';
import type { HostClass } from '../classes/host-class.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { ExclusionCheck } from '../sets/exclude.ts';
import { INTERSECTION, UNION } from '../sets/line.ts';
import { countOf } from '../sets/order.ts';
import type { Pattern } from '../sets/patterns.ts';
import { hostAt } from '../sets/render.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import type { IssueParams, WarningCode } from '../types.ts';
import { excerpt, matchesAt } from './characters.ts';
import type { Fix, Place, Remark } from './fault.ts';
import { formatIpv4, maskBits, plainQuad } from './ipv4.ts';
import { formatIpv6, parseIpv6 } from './ipv6.ts';
import type { Item } from './items.ts';
import { isOneHost, patternCount, patternEnds, shelvesOf } from './pattern.ts';
import type { Reading } from './read-spec.ts';
import { isItem } from './tree.ts';

/** Overlaps are searched item by item up to this many items; in longer texts only repeated single hosts are named. */
const MAX_COMPARED = 200;

/** Most warnings of one kind; a list of thousands helps nobody. */
const MAX_REMARKS = 100;

/** Loopback is left out: it is the machine itself, and policies decide about it by `classes()`. */
const SENSITIVE: readonly HostClass[] = [
  'metadata',
  'unspecified',
  'link-local',
  'multicast',
  'broadcast',
  'reserved',
];

/** Nothing but blanks before it on its line. */
const LINE_START = /(?<=^[\t ]*)/my;

/** An item that was read. */
type GoodItem = Item & { readonly pattern: Pattern };

/** Keeps a remark about a place. */
type Say = (code: WarningCode, place: Place, params?: IssueParams, fix?: Fix) => void;

/** What is worth saying about the good items of a text, in its order. */
export function remarksOn(reading: Reading, usable: boolean): Remark[] {
  const { text, items, listed, exclusions, shelves } = reading;
  const found: Remark[] = [];
  const counts = new Map<WarningCode, number>();
  const say: Say = (code, { index, length }, params = {}, fix) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= MAX_REMARKS) found.push({ code, index, length, params, fix });
  };
  for (const { excluded, from } of exclusions) {
    const check = new ExclusionCheck(from);
    for (const operand of excluded)
      if (isItem(operand) && isGood(operand) && !check.hits(shelvesOf(operand.pattern, operand.port)))
        say('excluded-nothing', operand);
  }
  const good = items.filter(isGood);
  const included = good.filter(({ exclude }) => !exclude);
  for (const item of text.includes('/') ? good : []) lookAtBlock(text, item, usable, say);
  let before: GoodItem | undefined;
  for (const item of included) {
    lookAtName(text, item, before, say);
    before = item;
  }
  lookForRepeats(listed.filter(isGood), shelves, say);
  lookForSensitive(included, shelves, say);
  return found.sort((a, b) => a.index - b.index);
}

function isGood(item: Item): item is GoodItem {
  return item.pattern !== undefined;
}

/** A block is read as its network, both ends included. */
function lookAtBlock(
  text: string,
  { index, length, pattern, hostAt }: GoodItem,
  usable: boolean,
  say: Say,
): void {
  const host = text.slice(hostAt, index + length);
  if (pattern.kind === 'name' || !host.includes('/')) return;
  const [, open = '', whole = '', address = '', prefix = ''] =
    /^(\[?)(([^%/]*)(?:%[^/]*)?\/([^:\]]+))/.exec(host) ?? [];
  const place = { index: hostAt + open.length, length: whole.length };
  if (pattern.kind === 'ipv6') {
    const rest = 128n - BigInt(prefix);
    const value = parseIpv6(address) ?? 0n;
    const first = (value >> rest) << rest;
    if (value !== first)
      say('host-bits', place, { text: excerpt(whole), network: `${formatIpv6(first)}/${prefix}` });
    return;
  }
  const value = plainQuad(address);
  if (value < 0) return;
  const bits = /^\d+$/.test(prefix) ? Number(prefix) : maskBits(plainQuad(prefix));
  const size = 2 ** (32 - bits);
  const first = value - (value % size);
  const network = formatIpv4(first);
  if (first !== value) say('host-bits', place, { text: whole, network: `${network}/${bits}` });
  if (bits <= 30 && !usable)
    say('network-broadcast-included', place, {
      text: whole,
      network,
      broadcast: formatIpv4(first + size - 1),
    });
}

/**
 * `web01-web20` is a legal host name, and hardly ever meant as one; `10.0.0.1 web1`, a line of a hosts file, is two
 * targets and one machine.
 */
function lookAtName(text: string, item: GoodItem, before: GoodItem | undefined, say: Say): void {
  if (item.pattern.kind !== 'name') return;
  const name = shownText(text, item);
  const [, head = '', low, tail = '', high] = isOneHost(item.pattern)
    ? (/^(\D+)(\d+)(\D*)-\1(\d+)\3$/.exec(patternEnds(item.pattern, 0).first ?? '') ?? [])
    : [];
  if (high !== undefined) {
    const range = `${head}[${low}-${high}]${tail}`;
    const read = `${head}${low}${tail}-${head}${high}${tail}`;
    say(
      'looks-like-a-range',
      item,
      { name: read, range },
      name === read ? { ...item, text: range } : undefined,
    );
  }
  if (before === undefined || before.pattern.kind === 'name' || !isOneHost(before.pattern)) return;
  const between = text.slice(before.index + before.length, item.index);
  if (/^[\t ]+$/.test(between) && matchesAt(LINE_START, text, before.index))
    say('address-then-name', item, { address: shownText(text, before), name });
}

function shownText(text: string, { index, length }: Item): string {
  return excerpt(text.slice(index, index + length));
}

/** Items that mention hosts again. */
function lookForRepeats(items: readonly GoodItem[], all: Shelves, say: Say): void {
  const sum = items.reduce((count, { pattern }) => count + patternCount(pattern), 0n);
  if (sum === countOf(all)) return;
  const builder = new ShelfBuilder();
  for (const { pattern, port } of items) builder.add(pattern, port);
  if (sum === countOf(builder.build())) return;
  const names = new Set<string>();
  let seen: Shelves = new Map();
  for (const item of items) {
    const { pattern, port } = item;
    const own = shelvesOf(pattern, port);
    const size = patternCount(pattern);
    let count = 0n;
    if (items.length <= MAX_COMPARED) {
      count = countOf(combineShelves(own, seen, INTERSECTION));
      seen = combineShelves(seen, own, UNION);
    } else if (size === 1n) {
      const { first = '' } = patternEnds(pattern, port);
      if (names.has(first)) count = 1n;
      names.add(first);
    }
    const whole = count === size;
    if (count > 0n)
      say('duplicate', item, { count: String(count), all: whole ? 1 : 0, why: whole ? 'all' : 'part' });
  }
}

function lookForSensitive(items: readonly GoodItem[], all: Shelves, say: Say): void {
  const present = SENSITIVE.filter((name) => firstOf(all, name) !== undefined);
  if (present.length === 0) return;
  for (const item of items) {
    const own = shelvesOf(item.pattern, item.port);
    const name = present.find((one) => firstOf(own, one) !== undefined);
    if (name !== undefined)
      say('sensitive-address', item, { host: firstOf(own, name) ?? '', class: name, why: name });
  }
}

/** A host of this class, if there is one. */
function firstOf(shelves: Shelves, name: HostClass): string | undefined {
  for (const shelf of shelves.values()) {
    const grid = partOf(shelf, name);
    if (grid !== undefined) return hostAt({ ...shelf, grid }, 0n);
  }
  return undefined;
}
