import { ShelfBuilder } from './sets/build.ts';
import { boxSize } from './sets/grid.ts';
import { DIFFERENCE, INTERSECTION, UNION } from './sets/line.ts';
import { countOf } from './sets/order.ts';
import type { Written } from './sets/patterns.ts';
import { hostsOf } from './sets/render.ts';
import { combineShelves, shelfKey, type Shelves } from './sets/shelf.ts';
import type { Target } from './types.ts';

/** Items with more hosts than this are told apart from earlier ones by set algebra, smaller ones host by host. */
const LARGE = 4096n;

/**
 * Hosts in the order of the items, ascending within an item, each once, and only those of `set`.
 * Memory grows only with hosts of small items on shelves where something is mentioned twice.
 */
export function* inWrittenOrder(written: readonly Written[], set: Shelves): IterableIterator<Target> {
  const repeated = repeatedShelves(written);
  const seen = new Set<string>();
  let large: Shelves = new Map();
  for (const item of written) {
    const own = combineShelves(hostsAsWritten(item), set, INTERSECTION);
    const size = countOf(own);
    const isLarge = size > LARGE && size > written.length;
    for (const [key, shelf] of combineShelves(own, large, DIFFERENCE)) {
      const again = repeated.has(key);
      for (const host of hostsOf({ ...shelf, port: 0 })) {
        const name = again ? `${key} ${host}` : '';
        if (seen.has(name)) continue;
        if (again && !isLarge) seen.add(name);
        yield targetOf(item, host);
      }
    }
    if (isLarge) large = combineShelves(large, own, UNION);
  }
}

/** The hosts of one item, without those that parentheses and groups round it leave out. */
export function hostsAsWritten({ pattern, port, within = [] }: Written): Shelves {
  const builder = new ShelfBuilder();
  builder.add(pattern, port);
  return within.reduce((own, frame) => combineShelves(own, frame, INTERSECTION), builder.build());
}

function targetOf({ index, length, port, user }: Written, host: string): Target {
  return { host, ...(port === 0 ? {} : { port }), ...(user === '' ? {} : { user }), index, length };
}

/** Keys of the shelves on which some host is mentioned more than once: their parts are larger than their union. */
function repeatedShelves(written: readonly Written[]): Set<string> {
  const builder = new ShelfBuilder();
  const sums = new Map<string, bigint>();
  for (const { pattern, port } of written) {
    builder.add(pattern, port);
    for (const { label, box } of pattern.parts) {
      const key = shelfKey(pattern.kind, port, label);
      sums.set(key, (sums.get(key) ?? 0n) + boxSize(box));
    }
  }
  const repeated = new Set<string>();
  for (const [key, { grid }] of builder.build()) if (sums.get(key) !== grid.size) repeated.add(key);
  return repeated;
}
