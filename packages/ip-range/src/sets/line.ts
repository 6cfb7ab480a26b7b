/**
 * Sets of integers as inversion lists: `[from, to, from, to, …]`, strictly ascending, each pair half-open.
 * Half-open pairs need no "plus one", so one piece of code serves numbers (IPv4, name numbers) and bigints (IPv6).
 * Every list in this package keeps the strictly ascending, even-length invariant, so equal sets are equal lists.
 */
export type Line<T extends number | bigint> = readonly T[];

/** What a boolean operation keeps: points only in the left set, only in the right, in both. */
export interface Keep {
  readonly left: boolean;
  readonly right: boolean;
  readonly both: boolean;
}

/** The four operations of set algebra. */
export const UNION: Keep = { left: true, right: true, both: true };
export const INTERSECTION: Keep = { left: false, right: false, both: true };
export const DIFFERENCE: Keep = { left: true, right: false, both: false };
export const SYMMETRIC: Keep = { left: true, right: true, both: false };

/** A list this many times longer than the other is searched instead of walked. */
const MUCH_LONGER = 8;

/** Combines two lists in one pass over both, or with look-ups when nothing of a much longer right list is kept. */
export function combineLines<T extends number | bigint>(a: Line<T>, b: Line<T>, keep: Keep): T[] {
  if (keep.right || a.length * MUCH_LONGER > b.length) return walkLines(a, b, keep);
  const out: T[] = [];
  for (let i = 0; i < a.length; i += 2) {
    const from = a[i] as T;
    const to = a[i + 1] as T;
    for (const cut of walkLines([from, to], clipLine(b, from, to), keep)) out.push(cut);
  }
  return out;
}

/** The ranges of a list that reach into `from..to`, whole. */
function clipLine<T extends number | bigint>(line: Line<T>, from: T, to: T): T[] {
  const start = rankInLine(line, from);
  const end = rankInLine(line, to);
  return line.slice(start - (start & 1), end + (end & 1));
}

function walkLines<T extends number | bigint>(a: Line<T>, b: Line<T>, keep: Keep): T[] {
  const out: T[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    const at = y === undefined || (x !== undefined && x <= y) ? (x as T) : y;
    if (x === at) i++;
    if (y === at) j++;
    const inA = (i & 1) === 1;
    const inB = (j & 1) === 1;
    const now = inA ? (inB ? keep.both : keep.left) : inB && keep.right;
    if (now !== inside) {
      out.push(at);
      inside = now;
    }
  }
  return out;
}

/** Makes a list of unsorted, possibly overlapping half-open pairs. Sorts by the start; O(n log n). */
export function lineOf(pairs: readonly number[]): number[] {
  if (pairs.length === 2) return pairs.slice();
  if (isAscending(pairs)) return joinTouching(pairs);
  const order = new Uint32Array(pairs.length / 2);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => (pairs[2 * a] as number) - (pairs[2 * b] as number));
  const sorted: number[] = [];
  for (const i of order) sorted.push(pairs[2 * i] as number, pairs[2 * i + 1] as number);
  return joinTouching(sorted);
}

/** As {@link lineOf}, for bigints. */
export function bigLineOf(pairs: readonly (readonly [bigint, bigint])[]): bigint[] {
  const sorted = [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  return joinTouching(sorted.flat());
}

function isAscending(pairs: readonly number[]): boolean {
  for (let i = 2; i < pairs.length; i += 2) {
    if ((pairs[i] as number) < (pairs[i - 2] as number)) return false;
  }
  return true;
}

/** Joins pairs that are sorted by start and may overlap or touch. */
function joinTouching<T extends number | bigint>(sorted: readonly T[]): T[] {
  const out: T[] = [];
  for (let i = 0; i < sorted.length; i += 2) {
    const from = sorted[i] as T;
    const to = sorted[i + 1] as T;
    const last = out.length - 1;
    if (last > 0 && from <= (out[last] as T)) {
      if (to > (out[last] as T)) out[last] = to;
    } else out.push(from, to);
  }
  return out;
}

/** The number of boundaries at or before `x`; odd exactly when `x` is in the set. Binary search. */
export function rankInLine<T extends number | bigint>(line: Line<T>, x: T): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((line[middle] as T) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether `x` is in the set. */
export function lineHas<T extends number | bigint>(line: Line<T>, x: T): boolean {
  return (rankInLine(line, x) & 1) === 1;
}

/** Whether two lists are the same set. */
export function equalLines<T extends number | bigint>(a: Line<T>, b: Line<T>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How many integers a list of numbers holds; exact, because no list here spans more than 2^53. */
export function lineSize(line: Line<number>): number {
  let size = 0;
  for (let i = 0; i < line.length; i += 2) size += (line[i + 1] as number) - (line[i] as number);
  return size;
}
