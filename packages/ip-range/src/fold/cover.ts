import { behind, type Box, combineGrids, Grid, POINT, product } from '../sets/grid.ts';
import { DIFFERENCE, INTERSECTION, type Line, lineOf } from '../sets/line.ts';

/** More products than this, or more sets in them, are written as they are found: comparing them would be felt. */
const MAX_COMPARED = 16;
const MAX_SETS = 64;

/** Times that they are improved; more was not seen to help. */
const ROUNDS = 6;

/**
 * Products that together are exactly `grid`, in a short writing; they may overlap and reach into the rest of `within`.
 * The fewest products are hard to find, so this starts from separate ones and improves them: let each grow as far as
 * it can, drop what the others hold already, shrink to what only it holds, and again. (Logic minimizers do the same.)
 */
export function coverOf(grid: Grid, within: Grid, write: (box: Box) => string): Box[] {
  const separate = productsOf(grid);
  if (separate.length > MAX_COMPARED || separate.flat().length > MAX_SETS) return separate;
  if (separate.length < 2 && grid === within) return separate;
  const costOf = (boxes: readonly Box[]): number =>
    boxes.reduce((sum, box) => sum + write(box).length + 1, 0);
  let best = separate;
  for (const inner of [false, true]) {
    let boxes = separate;
    for (let round = 0; round < ROUNDS; round++) {
      boxes = improve(boxes, { grid, within, write, inner, round });
      if (costOf(boxes) < costOf(best)) best = boxes;
    }
  }
  return best;
}

/** A grid as separate products: on each axis, innermost first, numbers with the same product behind them go together. */
export function productsOf(grid: Grid, known = new Map<Grid, Box[]>()): Box[] {
  if (grid.next === undefined) return grid === POINT ? [[]] : [[grid.cuts]];
  if (grid.next.length === 1) return productsOf(behind(grid, 0), known).map((tail) => [grid.cuts, ...tail]);
  const done = known.get(grid);
  if (done !== undefined) return done;
  const heads = new Map<string, { cuts: number[]; tail: Box }>();
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const [from, to] = [grid.cuts[i] as number, grid.cuts[i + 1] as number];
    for (const tail of productsOf(behind(grid, i), known)) {
      const text = tail.join(' ');
      const cuts = heads.get(text)?.cuts;
      if (cuts === undefined) heads.set(text, { cuts: [from, to], tail });
      else if (cuts.at(-1) === from) cuts[cuts.length - 1] = to;
      else cuts.push(from, to);
    }
  }
  const products = [...heads.values()].map(({ cuts, tail }): Box => [cuts, ...tail]);
  if (grid.shared) known.set(grid, products);
  return products;
}

interface Task {
  readonly grid: Grid;
  readonly within: Grid;
  readonly write: (box: Box) => string;
  /** Grow along the last axis first. */
  readonly inner: boolean;
  /** Decides which product shrinks first. */
  readonly round: number;
}

function improve(boxes: readonly Box[], { grid, within, write, inner, round }: Task): Box[] {
  const spans = hullOf(within);
  const grown = boxes.map((box) => grow(box, within, spans, inner));
  const grids: (Grid | undefined)[] = grown.map((box) => product(box));
  const turn = (round >> 1) % boxes.length;
  const order = [...grown.keys()].slice(turn).concat([...grown.keys()].slice(0, turn));
  if (round % 2 > 0) order.reverse();
  /** What only this one holds of `grid`. */
  const ownOf = (i: number): Grid | undefined =>
    order.reduce(
      (own, k) => (k === i ? own : combineGrids(own, grids[k], DIFFERENCE)),
      combineGrids(grids[i], grid, INTERSECTION),
    );
  for (const i of order) if (ownOf(i) === undefined) grids[i] = undefined;
  for (const i of order) {
    const own = ownOf(i);
    if (own === undefined) continue;
    let box: Box = hullOf(own);
    for (const [axis, line] of (grown[i] as Box).entries()) box = widen(box, axis, line, write);
    grown[i] = box;
    grids[i] = product(box);
  }
  return grown.filter((_, i) => grids[i] !== undefined);
}

/** The largest product round `box` inside `within`, axis by axis. */
function grow(box: Box, within: Grid, spans: readonly Line[], inner: boolean): Box {
  let grown = [...box];
  const axes = [...box.keys()];
  for (const axis of inner ? axes.reverse() : axes) {
    const column = grown.with(axis, spans[axis] as Line);
    const outside = combineGrids(product(column), within, DIFFERENCE);
    if (outside !== undefined) {
      const wrong = new Grid(hullOf(outside)[axis] as Line);
      column[axis] = combineGrids(new Grid(spans[axis] as Line), wrong, DIFFERENCE)?.cuts as Line;
    }
    grown = column;
  }
  return grown;
}

/** All numbers that occur on each axis. */
function hullOf(grid: Grid): Line[] {
  const pairs: number[][] = [];
  const seen = new Set<Grid>([POINT]);
  const visit = (here: Grid, axis: number): void => {
    if (seen.has(here)) return;
    seen.add(here);
    const cuts = (pairs[axis] ??= []);
    for (let i = 0; i < here.cuts.length; i += 2) {
      cuts.push(here.cuts[i] as number, here.cuts[i + 1] as number);
      visit(behind(here, i), axis + 1);
    }
  };
  visit(grid, 0);
  return pairs.map(lineOf);
}

/** The box with as much of `most` on one axis as makes it shortest to write. */
function widen(box: Box, axis: number, most: Line, write: (box: Box) => string): Box {
  const least = box[axis] as Line;
  const filled: number[] = [];
  for (let i = 0, k = 0; i < most.length; i += 2) {
    const before = k;
    while (k < least.length && (least[k] as number) < (most[i + 1] as number)) k += 2;
    if (k > before) filled.push(least[before] as number, least[k - 1] as number);
  }
  return [filled, most].reduce((best, line) => {
    const wider = box.with(axis, line);
    return write(wider).length < write(best).length ? wider : best;
  }, box);
}
