import { combineLines, equalLines, type Keep, lineOf, lineSize, UNION } from './line.ts';

/**
 * A set of points in several dimensions, kept as nested ranges: along the first axis every range leads to the
 * grid of the remaining axes. `a[0-999]b[0-999]c[0-999]` is three small nodes, and `*.*.*.1` is four; neither is
 * ever expanded to be counted, compared or combined.
 *
 * Invariants, so that equal sets have equal shape: `cuts` is an inversion list split where the grids behind differ,
 * touching ranges never lead to equal grids, and no range leads to an empty grid (the empty set is `undefined`).
 */
export interface Grid {
  /** `[from, to, …]`, half-open, ascending; ranges may touch when the grids behind them differ. */
  readonly cuts: readonly number[];
  /** One grid per range; absent on the last axis. */
  readonly next: readonly Grid[] | undefined;
  /** Points in the whole grid. */
  readonly size: bigint;
}

/** The grid with no axes: one point. */
export const POINT: Grid = { cuts: [], next: undefined, size: 1n };

/** Thrown when an operation would need more ranges than its meter allows. */
export class TooComplexError extends Error {
  override readonly name = 'TooComplexError';
  readonly code = 'too-complex';
  readonly limit: number;

  constructor(limit: number) {
    super(`More than ${limit.toLocaleString('en')} separate ranges.`);
    this.limit = limit;
  }
}

/** Counts the ranges an operation makes, so that hostile input ends in an error and not in a hanging page. */
export class Meter {
  readonly limit: number;
  #used = 0;

  constructor(limit: number = 1_048_576) {
    this.limit = limit;
  }

  /** @throws TooComplexError when the sum passes the limit */
  add(ranges: number): void {
    this.#used += ranges;
    if (this.#used > this.limit) throw new TooComplexError(this.limit);
  }
}

/** Makes one axis in front of `next`. `cuts` must be a non-empty inversion list. */
export function axis(cuts: readonly number[], next: Grid | undefined): Grid {
  const size = BigInt(lineSize(cuts));
  if (next === undefined || next === POINT) return { cuts, next: undefined, size };
  return { cuts, next: Array.from({ length: cuts.length / 2 }, () => next), size: size * next.size };
}

/** The product of one set per axis, first axis outermost. */
export function product(axes: readonly (readonly number[])[]): Grid {
  let grid: Grid = POINT;
  for (let i = axes.length - 1; i >= 0; i--) grid = axis(axes[i] as readonly number[], grid);
  return grid;
}

/** Whether two grids of the same number of axes hold the same points. */
export function equalGrids(a: Grid, b: Grid): boolean {
  if (a === b) return true;
  if (a.size !== b.size || !equalLines(a.cuts, b.cuts)) return false;
  if (a.next === undefined || b.next === undefined) return a.next === b.next;
  let lastA: Grid | undefined;
  let lastB: Grid | undefined;
  for (let i = 0; i < a.next.length; i++) {
    const nextA = a.next[i] as Grid;
    const nextB = b.next[i] as Grid;
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
  #size = 0n;

  add(from: number, to: number, grid: Grid): void {
    this.#size += BigInt(to - from) * grid.size;
    const last = this.#cuts.length - 1;
    if (last > 0 && this.#cuts[last] === from && equalGrids(this.#next.at(-1) as Grid, grid)) {
      this.#cuts[last] = to;
    } else {
      this.#cuts.push(from, to);
      this.#next.push(grid);
    }
  }

  done(meter: Meter): Grid | undefined {
    if (this.#next.length === 0) return undefined;
    meter.add(this.#next.length);
    return { cuts: this.#cuts, next: this.#next, size: this.#size };
  }
}

/** Remembers results per pair of grids: shared parts of products are combined once. */
type Memo = Map<Grid, Map<Grid, Grid | undefined>>;

/**
 * Combines two grids of the same number of axes; `undefined` is the empty set.
 * @throws TooComplexError when the result needs more ranges than `meter` allows
 */
export function combineGrids(
  a: Grid | undefined,
  b: Grid | undefined,
  keep: Keep,
  meter: Meter = new Meter(),
  memo: Memo = new Map(),
): Grid | undefined {
  if (a === undefined) return keep.right ? b : undefined;
  if (b === undefined) return keep.left ? a : undefined;
  if (a === b) return keep.both ? a : undefined;
  if (a.cuts.length === 0) return keep.both ? POINT : undefined;
  if (a.next === undefined || b.next === undefined) {
    const cuts = combineLines(a.cuts, b.cuts, keep);
    meter.add(cuts.length / 2);
    return cuts.length === 0 ? undefined : axis(cuts, undefined);
  }
  const row = memo.get(a);
  if (row?.has(b) === true) return row.get(b);
  const out = new GridBuilder();
  if (keep.right || a.cuts.length * 8 > b.cuts.length) sweep(a, b, out, { keep, meter, memo });
  else {
    // Nothing of the much longer right side is kept: look up what meets each range instead of walking all of it.
    for (let i = 0; i < a.next.length; i++) {
      const cuts = a.cuts.slice(2 * i, 2 * i + 2);
      const part: Grid = { cuts, next: [a.next[i] as Grid], size: 0n };
      sweep(part, clipGrid(b, cuts[0] as number, cuts[1] as number), out, { keep, meter, memo });
    }
  }
  const result = out.done(meter);
  if (row === undefined) memo.set(a, new Map([[b, result]]));
  else row.set(b, result);
  return result;
}

/** The ranges of the first axis that reach into `from..to`, whole; its size is of no use. */
function clipGrid(grid: Grid, from: number, to: number): Grid {
  const start = firstEndingAfter(grid.cuts, from);
  let end = start;
  while (2 * end < grid.cuts.length && (grid.cuts[2 * end] as number) < to) end++;
  return { cuts: grid.cuts.slice(2 * start, 2 * end), next: grid.next?.slice(start, end), size: 0n };
}

interface Work {
  readonly keep: Keep;
  readonly meter: Meter;
  readonly memo: Memo;
}

/** Walks the elementary ranges of both first axes and combines what lies behind each. */
function sweep(a: Grid, b: Grid, out: GridBuilder, { keep, meter, memo }: Work): void {
  let i = 0;
  let j = 0;
  let at = Math.min(a.cuts[0] ?? Infinity, b.cuts[0] ?? Infinity);
  while (i < a.cuts.length || j < b.cuts.length) {
    const fromA = a.cuts[i] ?? Infinity;
    const fromB = b.cuts[j] ?? Infinity;
    const toA = a.cuts[i + 1] ?? Infinity;
    const toB = b.cuts[j + 1] ?? Infinity;
    const inA = fromA <= at;
    const inB = fromB <= at;
    const until = Math.min(inA ? toA : fromA, inB ? toB : fromB);
    if (inA || inB) {
      const grid = combineGrids(
        inA ? a.next?.[i / 2] : undefined,
        inB ? b.next?.[j / 2] : undefined,
        keep,
        meter,
        memo,
      );
      if (grid !== undefined) out.add(at, until, grid);
    }
    at = until;
    if (toA <= at) i += 2;
    if (toB <= at) j += 2;
  }
}

/** A product of one set per axis, not yet turned into a grid. */
export type Box = readonly (readonly number[])[];

/**
 * The union of many boxes with the same number of axes. Boxes that share their first axis are joined first, so a
 * long list of single points is sorted once instead of merged pair by pair.
 * @throws TooComplexError when the result needs more ranges than `meter` allows
 */
export function uniteBoxes(boxes: readonly Box[], meter: Meter, depth = 0): Grid {
  const first = boxes[0] as Box;
  if (depth === first.length) return POINT;
  if (depth === first.length - 1) {
    const pairs: number[] = [];
    for (const box of boxes) for (const cut of box[depth] as readonly number[]) pairs.push(cut);
    return axis(lineOf(pairs), undefined);
  }
  if (boxes.length === 1) return product(first.slice(depth));
  const groups = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = (box[depth] as readonly number[]).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [box]);
    else group.push(box);
  }
  const slabs = [...groups.values()]
    .map((group) => ({
      cuts: (group[0] as Box)[depth] as readonly number[],
      next: uniteBoxes(group, meter, depth + 1),
    }))
    .sort((a, b) => (a.cuts[0] as number) - (b.cuts[0] as number));
  return uniteSlabs(slabs, meter);
}

interface Slab {
  readonly cuts: readonly number[];
  readonly next: Grid;
}

function uniteSlabs(slabs: readonly Slab[], meter: Meter): Grid {
  const apart = slabs.every(
    (slab, i) => i === 0 || ((slabs[i - 1] as Slab).cuts.at(-1) as number) <= (slab.cuts[0] as number),
  );
  if (apart) {
    const out = new GridBuilder();
    for (const { cuts, next } of slabs) {
      for (let i = 0; i < cuts.length; i += 2) out.add(cuts[i] as number, cuts[i + 1] as number, next);
    }
    return out.done(meter) as Grid;
  }
  return uniteGrids(
    slabs.map((slab) => axis(slab.cuts, slab.next)),
    meter,
  );
}

/** The union of grids with the same number of axes, pair by pair. */
export function uniteGrids(all: readonly Grid[], meter: Meter): Grid {
  let grids = all;
  while (grids.length > 1) {
    const half: Grid[] = [];
    for (let i = 0; i < grids.length; i += 2) {
      half.push(combineGrids(grids[i], grids[i + 1], UNION, meter) as Grid);
    }
    grids = half;
  }
  return grids[0] as Grid;
}

/** Whether the point is in the grid. Binary search on each axis. */
export function gridHas(grid: Grid, point: readonly number[]): boolean {
  let here = grid;
  for (const x of point) {
    const at = rangeOf(here.cuts, x);
    if (at < 0) return false;
    if (here.next !== undefined) here = here.next[at] as Grid;
  }
  return true;
}

/** Index of the range of `cuts` that holds `x`, or -1. Ranges may touch, so this is not `rankInLine`. */
function rangeOf(cuts: readonly number[], x: number): number {
  const at = firstEndingAfter(cuts, x);
  return 2 * at < cuts.length && (cuts[2 * at] as number) <= x ? at : -1;
}

/** Index of the first range that ends after `x`; the number of ranges when there is none. */
function firstEndingAfter(cuts: readonly number[], x: number): number {
  let low = 0;
  let high = cuts.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[2 * middle + 1] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
