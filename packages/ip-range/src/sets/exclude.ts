import { Meter } from './grid.ts';
import { DIFFERENCE, INTERSECTION } from './line.ts';
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

/** Finds out which exclusions take something out of a set; a set may have very many shelves and exclusions. */
export class ExclusionCheck {
  readonly #places = new Map<string, Shelf[]>();

  constructor(all: Shelves) {
    for (const shelf of all.values()) {
      this.#add(shelf, shelf.label);
      if (shelf.kind === 'ipv6' && shelf.label !== '') this.#add(shelf, '');
    }
  }

  /** Whether `excluded` takes anything out. */
  hits(excluded: Shelves): boolean {
    for (const { kind, port, label, body } of excluded.values()) {
      for (const shelf of this.#places.get(`${kind} ${label}`) ?? []) {
        if (port !== 0 && shelf.port !== port) continue;
        if (combineBodies(body, shelf.body, INTERSECTION) !== undefined) return true;
      }
    }
    return false;
  }

  #add(shelf: Shelf, label: string): void {
    const key = `${shelf.kind} ${label}`;
    const list = this.#places.get(key);
    if (list === undefined) this.#places.set(key, [shelf]);
    else list.push(shelf);
  }
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
