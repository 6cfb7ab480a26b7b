import type { Box } from './grid.ts';
import { lineOf, lineSize } from './line.ts';

/** How many separate ranges of addresses four octet sets make (at most; neighbours may touch). */
export function rangesOfBox(box: Box): number {
  const last = lastPartial(box);
  let ranges = (box[last] as readonly number[]).length / 2;
  for (let i = 0; i < last; i++) ranges *= lineSize(box[i] as readonly number[]);
  return ranges;
}

/** The addresses of four octet sets as an inversion list. */
export function expandBox(box: Box): number[] {
  const last = lastPartial(box);
  let bases: number[] = [0];
  for (let i = 0; i < last; i++) {
    const next: number[] = [];
    const line = box[i] as readonly number[];
    for (const base of bases) {
      for (let k = 0; k < line.length; k += 2) {
        for (let v = line[k] as number; v < (line[k + 1] as number); v++) next.push(base * 256 + v);
      }
    }
    bases = next;
  }
  const block = 256 ** (3 - last);
  const pairs: number[] = [];
  for (const base of bases) {
    for (const cut of box[last] as readonly number[]) pairs.push((base * 256 + cut) * block);
  }
  return lineOf(pairs);
}

/** The last octet that is not a star; what follows it only widens the ranges. */
function lastPartial(box: Box): number {
  let last = 3;
  while (last > 0 && lineSize(box[last] as readonly number[]) === 256) last--;
  return last;
}
