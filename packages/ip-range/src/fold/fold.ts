import type { Shelf } from '../sets/shelf.ts';
import { foldIpv4 } from './fold-ipv4.ts';
import { foldIpv6 } from './fold-ipv6.ts';
import { foldNames } from './fold-names.ts';

/** Writes shelves as one spec with commas; reading it back gives the same hosts. */
export function foldShelves(shelves: readonly Shelf[]): string {
  const items = shelves.flatMap((shelf) => itemsOf(shelf).map((item) => portText(shelf, item)));
  return items.map((item, i) => (i === 0 ? item : apart(item))).join(',');
}

/**
 * A list in the first octet must not go on with the list before it: `10.0.0.1,5,7.0.0.1` would be `10.0.0.1,5` and
 * `7.0.0.1`, so it becomes `10.0.0.1,[5,7].0.0.1`.
 */
function apart(item: string): string {
  return item.replace(/^\d[\d,-]*,[\d-]+(?=\.)/, (octets) => `[${octets}]`);
}

function itemsOf({ kind, label, body }: Shelf): string[] {
  switch (kind) {
    case 'ipv4':
      return foldIpv4(body);
    case 'ipv6':
      return body.type === 'big' ? foldIpv6(body.line, label) : [];
    case 'name':
      return body.type === 'grid' ? foldNames(label, body.grid) : [];
  }
}

function portText({ kind, port }: Shelf, item: string): string {
  if (port === 0) return item;
  return kind === 'ipv6' ? `[${item}]:${port}` : `${item}:${port}`;
}
