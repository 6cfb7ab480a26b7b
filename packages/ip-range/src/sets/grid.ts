import { equalLines, type Keep, type Line, lineOf, lineSize, seek, UNION, unit } from './line.ts';

/** A product of one set of numbers per axis, first axis outermost. */
export type Box = readonly Line[];

/**
 * A set of points in several dimensions, as nested ranges: along the first axis every range leads to the grid of the
 * remaining axes. IPv4 is four octets, IPv6 four words of 32 bits, a name one axis for each run of digits:
 * `a[0-999]b[0-999]c[0-999]` is three small nodes, `*.*.*.1` is four, and neither is ever expanded.
 *
 * Invariants, so that equal sets have equal shape: ranges ascend, touching ranges never lead to equal grids, and no
 * range leads to an empty grid (the empty set is `undefined`).
 */
export class Grid {
  /** `[from, to, …]`, half-open, ascending; ranges may touch when the grids behind them differ. */
  readonly cuts: Line;
  /** One grid per range; absent on the last axis. */
  readonly next: readonly Grid[] | undefined;
  /** Whether more than one range may lead here: then it is worth remembering what it was combined to. */
  shared = false;
  #amount = -1;
  #sums: readonly bigint[] | undefined;

  constructor(cuts: Line, next?: readonly Grid[]) {
    this.cuts = cuts;
    this.next = next;
  }

  /** Points in the whole grid. */
  get size(): bigint {
    const { amount } = this;
    return amount <= Number.MAX_SAFE_INTEGER ? BigInt(amount) : (this.sums.at(-1) as bigint);
  }

  /** Points before each range, and all of them; made at the first look-up: a list view asks for thousands of places. */
  get sums(): readonly bigint[] {
    if (this.#sums === undefined) {
      const sums = [0n];
      for (let i = 0; i < this.cuts.length; i += 2) {
        const width = BigInt((this.cuts[i + 1] as number) - (this.cuts[i] as number));
        sums.push((sums.at(-1) as bigint) + width * behind(this, i).size);
      }
      this.#sums = sums;
    }
    return this.#sums;
  }

  /** As {@link size}, as a number: exact up to 2^53, and made in a tenth of the time. */
  get amount(): number {
    if (this.#amount < 0) {
      let amount = this === POINT ? 1 : 0;
      for (let i = 0; i < this.cuts.length; i += 2)
        amount += ((this.cuts[i + 1] as number) - (this.cuts[i] as number)) * behind(this, i).amount;
      this.#amount = amount;
    }
    return this.#amount;
  }
}

/** The grid with no axes: one point. */
export const POINT = new Grid([]);

/** The grid behind the range that starts at `cuts[i]`. */
export function behind(grid: Grid, i: number): Grid {
  return grid.next === undefined ? POINT : (grid.next[i >> 1] as Grid);
}

/** Ranges one operation may make, so that hostile input ends in an error and not in a hanging page. */
const MAX_RANGES = 1_048_576;

/** Thrown when an operation would need more ranges than are reasonable. */
export class TooComplexError extends Error {
  override readonly name = 'TooComplexError';
  readonly code = 'too-complex';
  readonly limit: number;

  constructor(limit: number) {
    super(`More than ${limit.toLocaleString('en')} separate ranges.`);
    this.limit = limit;
  }
}

/** Whether two grids of the same number of axes hold the same points. */
export function equalGrids(a: Grid, b: Grid): boolean {
  if (a === b) return true;
  if (!equalLines(a.cuts, b.cuts)) return false;
  let lastA = POINT;
  let lastB = POINT;
  for (let i = 0; i < a.cuts.length; i += 2) {
    const nextA = behind(a, i);
    const nextB = behind(b, i);
    // Products share one grid behind all their ranges: comparing it once keeps deep products linear.
    if (nextA === lastA && nextB === lastB) continue;
    if (!equalGrids(nextA, nextB)) return false;
    lastA = nextA;
    lastB = nextB;
  }
  return true;
}

/** Collects ranges in ascending order and keeps the invariants of {@link Grid}. */
export class GridBuilder {
  readonly #cuts: number[] = [];
  readonly #next: Grid[] = [];

  add(from: number, to: number, grid: Grid): void {
    const last = this.#cuts.length - 1;
    if (last > 0 && this.#cuts[last] === from && equalGrids(this.#next.at(-1) as Grid, grid)) {
      this.#cuts[last] = to;
    } else {
      this.#cuts.push(from, to);
      this.#next.push(grid);
    }
  }

  done(): Grid | undefined {
    const [first] = this.#next;
    return first && new Grid(this.#cuts, first === POINT ? undefined : this.#next);
  }
}

/**
 * Combines two grids of the same number of axes; `undefined` is the empty set.
 * @throws TooComplexError
 */
export function combineGrids(a: Grid | undefined, b: Grid | undefined, keep: Keep): Grid | undefined {
  return new Combination(keep).of(a, b);
}

/** One operation on pairs of grids, all the way down. Shared parts of products are combined once. */
export class Combination {
  readonly #keep: Keep;
  readonly #done = new Map<Grid, Map<Grid, Grid | undefined>>();
  #ranges = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  /** @throws TooComplexError when all pairs together need too many ranges */
  of(a: Grid | undefined, b: Grid | undefined): Grid | undefined {
    if (a === undefined) return this.#keep.right ? b : undefined;
    if (b === undefined) return this.#keep.left ? a : undefined;
    if (a === b) return this.#keep.both ? a : undefined;
    if ((!a.shared && !b.shared) || a.next === undefined) return this.#sweep(a, b);
    const row = this.#done.get(a) ?? new Map<Grid, Grid | undefined>();
    if (!row.has(b)) this.#done.set(a, row.set(b, this.#sweep(a, b)));
    return row.get(b);
  }

  /** Walks both first axes and combines what lies behind each stretch; what is not kept is leapt over. */
  #sweep(a: Grid, b: Grid): Grid | undefined {
    const keep = this.#keep;
    const out = new GridBuilder();
    const x = a.cuts;
    const y = b.cuts;
    let [i, j, at] = [0, 0, 0];
    while ((i < x.length || (keep.right && j < y.length)) && (j < y.length || keep.left)) {
      const fromA = i < x.length ? Math.max(x[i] as number, at) : Infinity;
      const fromB = j < y.length ? Math.max(y[j] as number, at) : Infinity;
      const start = Math.min(fromA, fromB);
      if (fromA === fromB) at = Math.min(x[i + 1] as number, y[j + 1] as number);
      else if (fromA < fromB) at = keep.left ? Math.min(x[i + 1] as number, fromB) : fromB;
      else at = keep.right ? Math.min(y[j + 1] as number, fromA) : fromA;
      const inA = fromA === start ? behind(a, i) : undefined;
      const inB = fromB === start ? behind(b, j) : undefined;
      const grid = this.of(inA, inB);
      if (grid !== undefined) {
        // What is taken over as it is now lies behind several ranges, here or in the operand.
        if (grid === inA || grid === inB) grid.shared = true;
        out.add(start, at, grid);
      }
      i = seek(x, i, at);
      j = seek(y, j, at);
    }
    const grid = out.done();
    this.#ranges += grid === undefined ? 0 : grid.cuts.length / 2;
    if (this.#ranges > MAX_RANGES) throw new TooComplexError(MAX_RANGES);
    return grid;
  }
}

/** Points in a box. */
export function boxSize(box: Box): bigint {
  let size = 1;
  for (const line of box) size *= lineSize(line);
  return size <= Number.MAX_SAFE_INTEGER ? BigInt(size) : product(box).size;
}

/** The product of the sets of a box from its axis `depth` on. */
export function product(box: Box, depth = 0): Grid {
  let grid = POINT;
  for (let i = box.length - 1; i >= depth; i--) grid = slab(box[i] as Line, grid);
  return grid;
}

/** One set of numbers in front of a grid. */
function slab(cuts: Line, next: Grid): Grid {
  if (next === POINT) return last(cuts);
  if (cuts.length > 2) next.shared = true;
  return new Grid(
    cuts,
    Array.from({ length: cuts.length / 2 }, () => next),
  );
}

const singles: Grid[] = [];

/** A last axis. Those with one small number, of which there are as many as addresses, are shared. */
function last(cuts: Line): Grid {
  const [value, end] = cuts as [number, number];
  return cuts.length === 2 && value < 256 && end === value + 1
    ? (singles[value] ??= new Grid(unit(value)))
    : new Grid(cuts);
}

/**
 * The union of many boxes with the same number of axes. Boxes that share their first axis are joined first, so a
 * long list of single points is sorted once instead of merged pair by pair.
 * @throws TooComplexError
 */
export function uniteBoxes(boxes: readonly Box[], union = new Combination(UNION), depth = 0): Grid {
  const [first] = boxes as [Box];
  if (boxes.length === 1 || depth === first.length) return product(first, depth);
  if (depth === first.length - 1) {
    const pairs: number[] = [];
    for (const box of boxes) for (const cut of box[depth] as Line) pairs.push(cut);
    return last(lineOf(pairs));
  }
  const slabs = groupsOf(boxes, depth).map((group) => ({
    cuts: (group[0] as Box)[depth] as Line,
    next: uniteBoxes(group, union, depth + 1),
  }));
  slabs.sort((a, b) => (a.cuts[0] as number) - (b.cuts[0] as number));
  const apart = slabs.every(
    ({ cuts }, i) => i === 0 || (slabs[i - 1]?.cuts.at(-1) as number) <= (cuts[0] as number),
  );
  if (!apart)
    return uniteGrids(
      slabs.map(({ cuts, next }) => slab(cuts, next)),
      union,
    );
  const out = new GridBuilder();
  for (const { cuts, next } of slabs) {
    if (cuts.length > 2) next.shared = true;
    for (let i = 0; i < cuts.length; i += 2) out.add(cuts[i] as number, cuts[i + 1] as number, next);
  }
  return out.done() as Grid;
}

/** Boxes with the same set on the axis `depth` together. */
function groupsOf(boxes: readonly Box[], depth: number): (readonly Box[])[] {
  const first = boxes[0]?.[depth] as Line;
  if (first.length === 2 && boxes.every((box) => equalLines(box[depth] as Line, first))) return [boxes];
  const groups = new Map<number | string, Box[]>();
  for (const box of boxes) {
    const line = box[depth] as Line;
    const key = line.length === 2 && line[1] === (line[0] as number) + 1 ? (line[0] as number) : line.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [box]);
    else group.push(box);
  }
  return [...groups.values()];
}

/** The union of grids with the same number of axes, pair by pair. */
export function uniteGrids(all: readonly Grid[], union = new Combination(UNION)): Grid {
  let grids = all;
  while (grids.length > 1) {
    const half: Grid[] = [];
    for (let i = 0; i < grids.length; i += 2) {
      half.push(union.of(grids[i], grids[i + 1]) as Grid);
    }
    grids = half;
  }
  return grids[0] as Grid;
}
