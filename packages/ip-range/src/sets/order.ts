import { hostAt, withPort } from './render.ts';
import type { Shelf, Shelves } from './shelf.ts';

/** Shelves in the order in which hosts are listed: by port, family, zone or text. */
export function inOrderOfPlace(shelves: Shelves): Shelf[] {
  return [...shelves.values()].sort(
    (a, b) => a.port - b.port || compare(a.kind, b.kind) || compare(a.label, b.label),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Hosts on all shelves. */
export function countOf(shelves: Shelves): bigint {
  let count = 0n;
  for (const { grid } of shelves.values()) count += grid.size;
  return count;
}

/** First and last host of the list; absent when there is none. */
export function endsOf(shelves: Shelves): { first?: string; last?: string } {
  const ordered = inOrderOfPlace(shelves);
  const [low] = ordered;
  const high = ordered.at(-1);
  if (low === undefined || high === undefined) return {};
  return {
    first: withPort(low, hostAt(low, 0n)),
    last: withPort(high, hostAt(high, high.grid.size - 1n)),
  };
}
