/**
 * A set of numbers along one axis: `[from, to, from, to, …]`, strictly ascending, each pair half-open (so nothing
 * needs a "plus one"). Every list keeps this invariant, so equal sets are equal lists.
 */
export type Line = readonly number[];

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

/**
 * Makes a list of unsorted, possibly overlapping half-open pairs; O(n log n). Starts and ends are sorted apart:
 * before the start number `i` there is a gap exactly when the `i` ranges that began before it have all ended.
 */
export function lineOf(pairs: readonly number[]): number[] {
  if (pairs.length === 2) return pairs.slice();
  const starts = new Float64Array(pairs.length / 2);
  const ends = new Float64Array(pairs.length / 2);
  for (let i = 0; i < starts.length; i++) {
    starts[i] = pairs[2 * i] as number;
    ends[i] = pairs[2 * i + 1] as number;
  }
  starts.sort();
  ends.sort();
  const line: number[] = [];
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number;
    if (i === 0) line.push(start);
    else if (start > (ends[i - 1] as number)) line.push(ends[i - 1] as number, start);
  }
  if (ends.length > 0) line.push(ends.at(-1) as number);
  return line;
}

const units: Line[] = [];

/** The one number `value`. Lists of small numbers are shared: there are as many of them as addresses in a text. */
export function unit(value: number): Line {
  return value < 256 ? (units[value] ??= [value, value + 1]) : [value, value + 1];
}

/**
 * Index of the first pair at or after `from` that ends after `x`; the length when there is none. Steps double as long
 * as they do not reach too far: near places are found at once, far ones by as few looks as in a binary search.
 */
export function seek(line: Line, from: number, x: number): number {
  let at = from;
  for (let step = 2; step > 1;) {
    if (at + step <= line.length && (line[at + step - 1] as number) <= x) {
      at += step;
      step *= 2;
    } else step /= 2;
  }
  return at;
}

/** Whether two lists are the same set. */
export function equalLines(a: Line, b: Line): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How many numbers a list holds; exact, because no axis here is longer than 2^53. */
export function lineSize(line: Line): number {
  let size = 0;
  for (let i = 0; i < line.length; i += 2) size += (line[i + 1] as number) - (line[i] as number);
  return size;
}
