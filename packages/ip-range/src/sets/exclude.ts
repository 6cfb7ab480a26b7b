import { Meter } from './grid.ts';
import { DIFFERENCE } from './line.ts';
import { type Body, combineBodies, type Shelf, shelfKey, type Shelves } from './shelf.ts';

/**
 * Takes `excluded` out of `all` the way a person means it: an exclusion without a port removes the host at every
 * port, one without a zone removes the address on every interface. (`web[1-3]:2222,!web2` must not reach web2.)
 */
export function excludeShelves(all: Shelves, excluded: Shelves): Shelves {
  const meter = new Meter();
  const out = new Map<string, Shelf>();
  for (const [key, shelf] of all) {
    let body: Body | undefined = shelf.body;
    for (const place of placesOf(shelf)) {
      const other = body === undefined ? undefined : excluded.get(place);
      if (body !== undefined && other !== undefined)
        body = combineBodies(body, other.body, DIFFERENCE, meter);
    }
    if (body !== undefined) out.set(key, { ...shelf, body });
  }
  return out;
}

/** Where an exclusion that hits this shelf may lie. */
function placesOf({ kind, port, label }: Shelf): Set<string> {
  const wide = kind === 'ipv6' ? '' : label;
  return new Set([
    shelfKey(kind, port, label),
    shelfKey(kind, 0, label),
    shelfKey(kind, port, wide),
    shelfKey(kind, 0, wide),
  ]);
}
