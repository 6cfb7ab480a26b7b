import { behind, type Grid, GridBuilder, Meter } from './grid.ts';
import { seek } from './line.ts';

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

/** The points at places `from..to` (the end not included): cuts two paths, and keeps what lies between as it is. */
export function sliceGrid(grid: Grid, from: bigint, to: bigint, meter = new Meter()): Grid | undefined {
  if (from >= to) return undefined;
  if (from <= 0n && to >= grid.size) return grid;
  const out = new GridBuilder();
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const next = behind(grid, i);
    const start = grid.sums[i / 2] as bigint;
    const low = clamp(from, start, grid.sums[i / 2 + 1] as bigint) - start;
    const high = clamp(to, start, grid.sums[i / 2 + 1] as bigint) - start;
    // Part of the first number, whole ones, part of the last.
    for (let at = low; at < high;) {
      const inside = at % next.size;
      const whole = inside === 0n && high - at >= next.size ? (high - at) / next.size : 0n;
      const end = whole > 0n ? at + whole * next.size : clamp(high, at, at - inside + next.size);
      const value = (grid.cuts[i] as number) + Number(at / next.size);
      const part = whole > 0n ? next : sliceGrid(next, inside, inside + end - at, meter);
      out.add(value, value + Math.max(1, Number(whole)), part as Grid);
      at = end;
    }
  }
  return out.done(meter);
}

/** `x`, or the nearest bound. */
export function clamp(x: bigint, low: bigint, high: bigint): bigint {
  return x < low ? low : x > high ? high : x;
}
