import { ShelfBuilder } from '../sets/build.ts';
import { type Line, lineSize } from '../sets/line.ts';
import { countOf, endsOf } from '../sets/order.ts';
import { hostCount, type Part, type Pattern } from '../sets/patterns.ts';
import { textOf } from '../sets/render.ts';
import type { Shelves } from '../sets/shelf.ts';

/** Hosts a pattern stands for. */
export function patternCount(pattern: Pattern): bigint {
  if (isOneHost(pattern)) return 1n;
  return 'parts' in pattern ? hostCount(pattern) : countOf(pattern.shelves);
}

/** Whether a pattern stands for one host; for long lists quicker than counting. */
export function isOneHost(pattern: Pattern): boolean {
  if (!('parts' in pattern)) return countOf(pattern.shelves) === 1n;
  const [part, more] = pattern.parts;
  return more === undefined && part?.box.every((line) => lineSize(line) === 1) === true;
}

/** The hosts of one pattern as a set, made in no time: products stay products. */
export function shelvesOf(pattern: Pattern, port: number): Shelves {
  if (pattern.kind === 'set') return pattern.shelves;
  const builder = new ShelfBuilder();
  builder.add(pattern, port);
  return builder.build();
}

/** First and last host of a pattern, with their port; absent when a group is empty. */
export function patternEnds(pattern: Pattern, port: number): { first?: string; last?: string } {
  if (!('parts' in pattern)) return endsOf(shelvesOf(pattern, port));
  const { kind, parts } = pattern;
  const [low, high] = [parts[0], parts.at(-1)] as [Part, Part];
  const first = textOf({ kind, port, label: low.label }, low.box.map(lowest));
  if (isOneHost(pattern)) return { first, last: first };
  return { first, last: textOf({ kind, port, label: high.label }, high.box.map(highest)) };
}

function lowest(line: Line): number {
  return line[0] as number;
}

function highest(line: Line): number {
  return (line.at(-1) as number) - 1;
}
