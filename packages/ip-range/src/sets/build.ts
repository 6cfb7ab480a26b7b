import type { Pattern } from './patterns.ts';
import { type Box, type Grid, Meter, uniteBoxes, uniteGrids } from './grid.ts';
import { bigLineOf, lineOf, UNION } from './line.ts';
import { expandBox } from './octets.ts';
import { type Body, combineBodies, type Shelf, shelfKey, type Shelves } from './shelf.ts';

interface Pile {
  readonly kind: Shelf['kind'];
  readonly port: number;
  readonly label: string;
  readonly pairs: number[];
  readonly bigs: [bigint, bigint][];
  readonly boxes: Box[];
  readonly grids: Grid[];
  /** Ranges that the octet boxes would make. */
  ranges: number;
}

/** Octet patterns of one set are written out up to this many ranges; beyond it they stay products. */
const MAX_RANGES = 65_536;

/** Gathers patterns and makes the shelves of their union in one go: everything is sorted once. */
export class ShelfBuilder {
  readonly #piles = new Map<string, Pile>();
  readonly #ipv4 = new Map<number, Pile>();
  readonly #meter: Meter;
  readonly #maxRanges: number;

  /** @param maxRanges octet patterns are written out up to this many ranges; 0 keeps every one a product */
  constructor(meter: Meter = new Meter(), maxRanges = MAX_RANGES) {
    this.#meter = meter;
    this.#maxRanges = maxRanges;
  }

  /** Adds what `pattern` stands for, at `port` (0 for none). */
  add(pattern: Pattern, port: number): void {
    switch (pattern.kind) {
      case 'ipv4': {
        const { pairs } = this.#ipv4Pile(port);
        for (const cut of pattern.line) pairs.push(cut);
        break;
      }
      case 'octets':
        this.#addOctets(pattern.box, pattern.ranges, port);
        break;
      case 'ipv6':
        this.#pile('ipv6', port, pattern.zone).bigs.push([pattern.first, pattern.last + 1n]);
        break;
      case 'names':
        for (const shape of pattern.shapes) this.#pile('name', port, shape.template).boxes.push(shape.axes);
        break;
      case 'set':
        this.addShelves(pattern.shelves);
        break;
      case 'sets':
        for (const part of pattern.patterns) this.add(part, port);
        break;
    }
  }

  /** Adds a set that is already made. */
  addShelves(shelves: Shelves): void {
    for (const { kind, port, label, body } of shelves.values()) {
      const pile = this.#pile(kind, port, label);
      if (body.type === 'line') for (const cut of body.line) pile.pairs.push(cut);
      else if (body.type === 'grid') pile.grids.push(body.grid);
      else
        for (let i = 0; i < body.line.length; i += 2)
          pile.bigs.push([body.line[i] as bigint, body.line[i + 1] as bigint]);
    }
  }

  /** @throws TooComplexError */
  build(): Shelves {
    const shelves = new Map<string, Shelf>();
    for (const [key, { kind, port, label, ...pile }] of this.#piles) {
      shelves.set(key, { kind, port, label, body: this.#body(kind, pile) });
    }
    return shelves;
  }

  #body(kind: Shelf['kind'], pile: Pick<Pile, 'pairs' | 'bigs' | 'boxes' | 'grids' | 'ranges'>): Body {
    if (kind === 'ipv6') return { type: 'big', line: bigLineOf(pile.bigs) };
    if (kind === 'ipv4' && pile.boxes.length > 0 && pile.ranges <= this.#maxRanges) {
      for (const box of pile.boxes.splice(0)) for (const cut of expandBox(box)) pile.pairs.push(cut);
    }
    const line: Body = { type: 'line', line: lineOf(pile.pairs) };
    const grids = pile.boxes.length === 0 ? pile.grids : [uniteBoxes(pile.boxes, this.#meter), ...pile.grids];
    if (grids.length === 0) return line;
    const grid: Body = { type: 'grid', grid: uniteGrids(grids, this.#meter) };
    return pile.pairs.length === 0 ? grid : (combineBodies(line, grid, UNION, this.#meter) as Body);
  }

  #addOctets(box: Box, ranges: number, port: number): void {
    const pile = this.#ipv4Pile(port);
    pile.boxes.push(box);
    pile.ranges += ranges;
  }

  #ipv4Pile(port: number): Pile {
    let pile = this.#ipv4.get(port);
    if (pile === undefined) {
      pile = this.#pile('ipv4', port, '');
      this.#ipv4.set(port, pile);
    }
    return pile;
  }

  #pile(kind: Shelf['kind'], port: number, label: string): Pile {
    const key = shelfKey(kind, port, label);
    let pile = this.#piles.get(key);
    if (pile === undefined) {
      pile = { kind, port, label, pairs: [], bigs: [], boxes: [], grids: [], ranges: 0 };
      this.#piles.set(key, pile);
    }
    return pile;
  }
}
