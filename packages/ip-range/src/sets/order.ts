import { hostAt, withPort } from './render.ts';
import { bodySize, type Shelf, type Shelves } from './shelf.ts';

const KINDS: Record<Shelf['kind'], number> = { ipv4: 0, ipv6: 1, name: 2 };

/** Shelves in the order in which hosts are listed: by port, family, zone or text. */
export function inOrderOfPlace(shelves: Shelves): Shelf[] {
  return [...shelves.values()].sort(byPlace);
}

function byPlace(a: Shelf, b: Shelf): number {
  return (
    a.port - b.port || KINDS[a.kind] - KINDS[b.kind] || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  );
}

/** Hosts on all shelves. */
export function countOf(shelves: Shelves): bigint {
  let count = 0n;
  for (const { body } of shelves.values()) count += bodySize(body);
  return count;
}

/** First and last host of the list; absent when there is none. */
export function endsOf(shelves: Shelves): { first?: string; last?: string } {
  const ordered = inOrderOfPlace(shelves);
  const [low] = ordered;
  const high = ordered.at(-1);
  if (low === undefined || high === undefined) return {};
  const last = bodySize(high.body) - 1n;
  return { first: withPort(low, hostAt(low, 0n)), last: withPort(high, hostAt(high, last)) };
}
