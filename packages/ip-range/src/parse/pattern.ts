import { type Pattern, ShelfBuilder } from '../sets/build.ts';
import { lineSize } from '../sets/line.ts';
import { hostAt, withPort } from '../sets/render.ts';
import { bodySize } from '../sets/shelf.ts';
import { countNames, type NameShape } from './name.ts';

/** Hosts a pattern stands for. */
export function patternCount(pattern: Pattern): bigint {
  switch (pattern.kind) {
    case 'ipv4':
      return BigInt(lineSize(pattern.line));
    case 'octets':
      return pattern.box.reduce((size, line) => size * BigInt(lineSize(line)), 1n);
    case 'ipv6':
      return pattern.last - pattern.first + 1n;
    case 'names':
      return countNames(pattern.shapes);
  }
}

/** First and last host of a pattern; absent when it stands for none (a usable block of nothing). */
export function patternEnds(pattern: Pattern, port: number): { first?: string; last?: string } {
  const builder = new ShelfBuilder();
  if (pattern.kind === 'names' && pattern.shapes.length > 1) {
    const ends = [pattern.shapes[0] as NameShape, pattern.shapes.at(-1) as NameShape];
    builder.add({ kind: 'names', shapes: ends }, port);
  } else builder.add(pattern, port);
  const shelves = [...builder.build().values()];
  const [low] = shelves;
  const high = shelves.at(-1);
  if (low === undefined || high === undefined) return {};
  return {
    first: withPort(low, hostAt(low, 0n)),
    last: withPort(high, hostAt(high, bodySize(high.body) - 1n)),
  };
}
