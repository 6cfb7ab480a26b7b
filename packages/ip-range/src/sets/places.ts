import { behind, combineGrids, type Grid, uniteBoxes } from './grid.ts';
import { INTERSECTION, seek } from './line.ts';
import { spanBoxes } from './span.ts';

/** Whether the point is in the grid. Binary search on each axis. */
export function gridHas(grid: Grid, point: readonly number[]): boolean {
  let here = grid;
  for (const x of point) {
    const at = seek(here.cuts, 0, x);
    if (at >= here.cuts.length || (here.cuts[at] as number) > x) return false;
    here = behind(here, at);
  }
  return true;
}

/** The point at place `index`; the caller has checked that it lies inside. */
export function pointAt(grid: Grid, index: bigint): number[] {
  const point: number[] = [];
  let here = grid;
  let rest = index;
  while (here.cuts.length > 0) {
    const range = lastAtMost(here.sums, rest);
    const next = behind(here, 2 * range);
    rest -= here.sums[range] as bigint;
    point.push((here.cuts[2 * range] as number) + Number(rest / next.size));
    rest %= next.size;
    here = next;
  }
  return point;
}

/** Index of the last value that is at most `x`. */
export function lastAtMost(values: readonly bigint[], x: bigint): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((values[middle] as bigint) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The points at places `from..to` (the end not included): what lies between two points in the order of the grid. */
export function sliceGrid(grid: Grid, from: bigint, to: bigint): Grid | undefined {
  const first = from > 0n ? from : 0n;
  const last = (to < grid.size ? to : grid.size) - 1n;
  if (first > last) return undefined;
  const between = spanBoxes(pointAt(grid, first), pointAt(grid, last), Infinity);
  return combineGrids(grid, uniteBoxes(between), INTERSECTION);
}
