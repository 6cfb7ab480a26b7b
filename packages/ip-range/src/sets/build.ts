import { type Box, Combination, type Grid, uniteBoxes, uniteGrids } from './grid.ts';
import { UNION } from './line.ts';
import type { Pattern } from './patterns.ts';
import { type Place, shelfKey, type Shelf, type Shelves } from './shelf.ts';

interface Pile extends Place {
  readonly boxes: Box[];
  readonly grids: Grid[];
}

/** Gathers patterns and makes the shelves of their union in one go: everything is sorted once. */
export class ShelfBuilder {
  readonly #piles = new Map<string, Pile>();
  readonly #union = new Combination(UNION);
  #last: Pile | undefined;

  /** Adds what `pattern` stands for, at `port` (0 for none). */
  add(pattern: Pattern, port: number): void {
    if (pattern.kind === 'set') this.addShelves(pattern.shelves);
    else for (const { label, box } of pattern.parts) this.#pile(pattern.kind, port, label).boxes.push(box);
  }

  /** Adds a set that is already made. */
  addShelves(shelves: Shelves): void {
    for (const { kind, port, label, grid } of shelves.values())
      this.#pile(kind, port, label).grids.push(grid);
  }

  /** @throws TooComplexError */
  build(): Shelves {
    const shelves = new Map<string, Shelf>();
    for (const [key, { kind, port, label, boxes, grids }] of this.#piles) {
      if (boxes.length > 0) grids.push(uniteBoxes(boxes, this.#union));
      shelves.set(key, { kind, port, label, grid: uniteGrids(grids, this.#union) });
    }
    return shelves;
  }

  #pile(kind: Place['kind'], port: number, label: string): Pile {
    const last = this.#last;
    // Long lists are mostly of one kind; making keys for them takes longer than anything else here.
    if (last?.kind === kind && last.port === port && last.label === label) return last;
    const key = shelfKey(kind, port, label);
    let pile = this.#piles.get(key);
    if (pile === undefined) this.#piles.set(key, (pile = { kind, port, label, boxes: [], grids: [] }));
    return (this.#last = pile);
  }
}
