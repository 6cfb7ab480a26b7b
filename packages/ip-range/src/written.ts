import type { Pattern, Written } from './sets/patterns.ts';
import { patternCount, shelvesOf } from './parse/pattern.ts';
import { ShelfBuilder } from './sets/build.ts';
import { DIFFERENCE, INTERSECTION, UNION } from './sets/line.ts';
import { hostsOf, withPort } from './sets/render.ts';
import { bodySize, combineShelves, shelfKey, type Shelves } from './sets/shelf.ts';
import type { Target } from './types.ts';

/** Items with more hosts than this are told apart from earlier ones by set algebra, smaller ones host by host. */
const LARGE = 4096;

/**
 * Hosts in the order of the items, ascending within an item, each once, and only those of `set`.
 * Memory grows only with hosts of small items on shelves where something is mentioned twice.
 */
export function* inWrittenOrder(written: readonly Written[], set: Shelves): IterableIterator<Target> {
  const items = written;
  const repeated = repeatedShelves(items);
  const seen = new Set<string>();
  let large: Shelves = new Map();
  for (const item of items) {
    let own: Shelves = combineShelves(shelvesOf(item.pattern, item.port), set, INTERSECTION);
    for (const frame of item.within) own = combineShelves(own, frame, INTERSECTION);
    const isLarge = patternCount(item.pattern) > Math.max(LARGE, items.length);
    for (const [key, shelf] of combineShelves(own, large, DIFFERENCE)) {
      const once = !repeated.has(key);
      for (const host of hostsOf(shelf)) {
        const name = once ? '' : withPort(shelf, host);
        if (!once && seen.has(name)) continue;
        if (!once && !isLarge) seen.add(name);
        yield targetOf(item, host);
      }
    }
    if (isLarge) large = combineShelves(large, own, UNION);
  }
}

function targetOf(item: Written, host: string): Target {
  const { index, length, port, user } = item;
  return { host, ...(port === 0 ? {} : { port }), ...(user === '' ? {} : { user }), index, length };
}

/** Keys of the shelves on which some host is mentioned more than once. */
function repeatedShelves(items: readonly Written[]): Set<string> {
  const builder = new ShelfBuilder();
  const sums = new Map<string, bigint>();
  for (const item of items) {
    const { pattern } = item;
    builder.add(pattern, item.port);
    for (const part of partsOf(pattern)) {
      const key = placeOf(part, item.port);
      if (key !== undefined) sums.set(key, (sums.get(key) ?? 0n) + patternCount(part));
    }
  }
  const repeated = new Set<string>();
  for (const [key, shelf] of builder.build()) if (sums.get(key) !== bodySize(shelf.body)) repeated.add(key);
  return repeated;
}

/** Patterns that each lie on one shelf. */
function partsOf(pattern: Pattern): Pattern[] {
  return pattern.kind === 'names'
    ? pattern.shapes.map((shape) => ({ kind: 'names', shapes: [shape] }))
    : [pattern];
}

function placeOf(part: Pattern, port: number): string | undefined {
  switch (part.kind) {
    case 'ipv4':
    case 'octets':
      return shelfKey('ipv4', port, '');
    case 'ipv6':
      return shelfKey('ipv6', port, part.zone);
    case 'names':
      return shelfKey('name', port, part.shapes[0]?.template ?? '');
    case 'set':
    case 'sets':
      return undefined;
  }
}
