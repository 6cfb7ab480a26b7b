import { behind, type Box, combineGrids, Grid, POINT, product } from '../sets/grid.ts';
import { DIFFERENCE, INTERSECTION, type Line, lineOf } from '../sets/line.ts';

/** How a set is written: whole products, and the numbers of one axis (to choose between sets of numbers). */
export interface Writer {
  readonly box: (box: Box) => string;
  readonly axis: (line: Line) => string;
}

/** More products than this are written as they are found: comparing each with each would be felt. */
const MAX_COMPARED = 24;

/**
 * Products that together are exactly `grid`, in a short writing; they may overlap and reach into the rest of `within`.
 * The fewest products are hard to find, so this starts from separate ones and improves them: let each grow as far as
 * it can, drop what the others hold already, shrink to what only it holds. (Logic minimizers do the same.)
 */
export function coverOf(grid: Grid, within: Grid, writer: Writer): Box[] {
  const separate = boxesOf(grid);
  if (separate.length > MAX_COMPARED || (separate.length < 2 && grid === within)) return separate;
  const covers = [false, true].flatMap((down) =>
    [false, true].map((inner) => improve(separate, { grid, within, writer, down, inner })),
  );
  return [separate, ...covers].reduce((best, cover) =>
    costOf(cover, writer) < costOf(best, writer) ? cover : best,
  );
}

function costOf(boxes: readonly Box[], writer: Writer): number {
  return boxes.reduce((sum, box) => sum + writer.box(box).length + 1, 0);
}

/** A grid as separate products: on each axis, innermost first, numbers with the same product behind them go together. */
export function boxesOf(grid: Grid, known = new Map<Grid, Box[]>()): Box[] {
  if (grid.next === undefined) return grid === POINT ? [[]] : [[grid.cuts]];
  if (grid.next.length === 1) return boxesOf(behind(grid, 0), known).map((tail) => [grid.cuts, ...tail]);
  const done = known.get(grid);
  if (done !== undefined) return done;
  const groups = new Map<string, { cuts: number[]; tail: Box }>();
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const [from, to] = [grid.cuts[i] as number, grid.cuts[i + 1] as number];
    for (const tail of boxesOf(behind(grid, i), known)) {
      const key = tail.join(' ');
      const cuts = groups.get(key)?.cuts;
      if (cuts === undefined) groups.set(key, { cuts: [from, to], tail });
      else if (cuts.at(-1) === from) cuts[cuts.length - 1] = to;
      else cuts.push(from, to);
    }
  }
  const boxes = [...groups.values()].map(({ cuts, tail }): Box => [cuts, ...tail]);
  if (grid.shared) known.set(grid, boxes);
  return boxes;
}

interface Task {
  readonly grid: Grid;
  readonly within: Grid;
  readonly writer: Writer;
  /** Shrink the last product first. */
  readonly down: boolean;
  /** Grow along the last axis first. */
  readonly inner: boolean;
}

function improve(boxes: readonly Box[], { grid, within, writer, down, inner }: Task): Box[] {
  const spans = hullOf(within);
  const grown = boxes.map((box) => grow(box, within, spans, inner));
  const grids: (Grid | undefined)[] = grown.map((box) => product(box));
  const order = [...grown.keys()];
  const kept: [number, Box][] = [];
  for (const i of down ? order.reverse() : order) {
    let own = combineGrids(grids[i], grid, INTERSECTION);
    for (const j of order) if (j !== i) own = combineGrids(own, grids[j], DIFFERENCE);
    grids[i] = undefined;
    if (own === undefined) continue;
    const box = hullOf(own).map((line, axis) => between(line, (grown[i] as Box)[axis] as Line, writer));
    grids[i] = product(box);
    kept.push([i, box]);
  }
  return kept.sort(([a], [b]) => a - b).map(([, box]) => box);
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

/** What is shortest to write of the sets that hold all of `least` and nothing outside `most`. */
function between(least: Line, most: Line, { axis }: Writer): Line {
  const filled: number[] = [];
  for (let i = 0, k = 0; i < most.length; i += 2) {
    const start = least[k] as number;
    const before = k;
    while (k < least.length && (least[k] as number) < (most[i + 1] as number)) k += 2;
    if (k > before) filled.push(start, least[k - 1] as number);
  }
  return [least, filled, most].reduce((best, line) => (axis(line).length < axis(best).length ? line : best));
}
