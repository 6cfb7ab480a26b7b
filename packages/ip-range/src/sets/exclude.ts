import { Combination, combineGrids, type Grid } from './grid.ts';
import { DIFFERENCE, INTERSECTION } from './line.ts';
import { type Shelf, shelfKey, type Shelves } from './shelf.ts';

/**
 * Takes `excluded` out of `all` the way a person means it: an exclusion without a port removes the host at every
 * port, one without a zone removes the address on every interface. (`web[1-3]:2222,!web2` must not reach web2.)
 */
export function excludeShelves(all: Shelves, excluded: Shelves): Shelves {
  const difference = new Combination(DIFFERENCE);
  const out = new Map<string, Shelf>();
  for (const [key, shelf] of all) {
    let grid: Grid | undefined = shelf.grid;
    for (const place of placesOf(shelf)) grid = difference.of(grid, excluded.get(place)?.grid);
    if (grid !== undefined) out.set(key, { ...shelf, grid });
  }
  return out;
}

/** Finds out which exclusions take something out of a set; a set may have very many shelves and exclusions. */
export class ExclusionCheck {
  readonly #shelves = new Map<string, Shelf[]>();

  constructor(all: Shelves) {
    for (const shelf of all.values()) {
      for (const place of placesOf(shelf)) {
        const list = this.#shelves.get(place);
        if (list === undefined) this.#shelves.set(place, [shelf]);
        else list.push(shelf);
      }
    }
  }

  /** Whether `excluded` takes anything out. */
  hits(excluded: Shelves): boolean {
    for (const [place, { grid }] of excluded) {
      for (const shelf of this.#shelves.get(place) ?? [])
        if (combineGrids(grid, shelf.grid, INTERSECTION) !== undefined) return true;
    }
    return false;
  }
}

/** Where an exclusion that hits this shelf may lie. */
function placesOf({ kind, port, label }: Shelf): Set<string> {
  const wide = kind === 'ipv6' ? '' : label;
  return new Set([port, 0].flatMap((at) => [shelfKey(kind, at, label), shelfKey(kind, at, wide)]));
}
