import type { Box } from './grid.ts';
import { unit } from './line.ts';

/**
 * The points from `first` to `last` (both in) as few products, when points are counted like numbers whose digits run
 * from 0 to `width`: `10.0.0.5-10.0.2.20` is `10.0.0.5-255`, `10.0.1.*` and `10.0.2.0-20`.
 */
export function spanBoxes(first: readonly number[], last: readonly number[], width: number): Box[] {
  if (first.every((digit, i) => digit === last[i])) return [first.map(unit)];
  const [low, ...lowRest] = first as [number, ...number[]];
  const [high, ...highRest] = last as [number, ...number[]];
  if (low === high) return spanBoxes(lowRest, highRest, width).map((box) => [unit(low), ...box]);
  const bottom = lowRest.map(() => 0);
  const top = lowRest.map(() => width - 1);
  const from = lowRest.some((digit) => digit > 0) ? low + 1 : low;
  const to = highRest.some((digit) => digit < width - 1) ? high : high + 1;
  const boxes: Box[] = [];
  if (from > low) for (const box of spanBoxes(lowRest, top, width)) boxes.push([unit(low), ...box]);
  if (from < to) boxes.push([[from, to], ...lowRest.map(() => [0, width])]);
  if (to === high) for (const box of spanBoxes(bottom, highRest, width)) boxes.push([unit(high), ...box]);
  return boxes;
}

/** `value` as `count` digits of `bits` each. */
export function digitsOfValue(value: bigint, count: number, bits: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number(BigInt.asUintN(bits, value >> BigInt(bits * (count - 1 - i)))),
  );
}

/** The number with these digits of `bits` each. */
export function valueOfDigits(point: readonly number[], bits: number): bigint {
  return point.reduce((value, digit) => (value << BigInt(bits)) | BigInt(digit), 0n);
}
