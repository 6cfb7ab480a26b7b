import { type Grid, equalGrids } from '../sets/grid.ts';

/**
 * A grid as few products: on every axis the ranges with equal grids behind them go together, also when they do not
 * touch. Ends with one set of ranges per axis for each product, in ascending order of their first point.
 */
export function boxesOf(grid: Grid): (readonly number[])[][] {
  if (grid.cuts.length === 0) return [[]];
  if (grid.next === undefined) return [[grid.cuts]];
  const groups = new Map<bigint, { cuts: number[]; next: Grid }[]>();
  const ordered: { cuts: number[]; next: Grid }[] = [];
  for (let i = 0; i < grid.next.length; i++) {
    const next = grid.next[i] as Grid;
    const alike = groups.get(next.size) ?? [];
    groups.set(next.size, alike);
    const group = findAlike(alike, next);
    const from = grid.cuts[2 * i] as number;
    const to = grid.cuts[2 * i + 1] as number;
    if (group !== undefined) group.cuts.push(from, to);
    else {
      const made = { cuts: [from, to], next };
      alike.push(made);
      ordered.push(made);
    }
  }
  return ordered.flatMap(({ cuts, next }) => boxesOf(next).map((box) => [cuts, ...box]));
}

/** The group with an equal grid among the last few: comparing with all of them would be quadratic. */
function findAlike<T extends { next: Grid }>(groups: readonly T[], next: Grid): T | undefined {
  for (let i = groups.length - 1; i >= 0 && i >= groups.length - 64; i--) {
    const group = groups[i] as T;
    if (equalGrids(group.next, next)) return group;
  }
  return undefined;
}

/** `1-3,7` from half-open pairs; `write` makes one end. */
export function rangeList(cuts: readonly number[], write: (value: number) => string): string {
  let text = '';
  for (let i = 0; i < cuts.length; i += 2) {
    const from = cuts[i] as number;
    const last = (cuts[i + 1] as number) - 1;
    text += `${i > 0 ? ',' : ''}${write(from)}${last > from ? `-${write(last)}` : ''}`;
  }
  return text;
}

/** One octet set: `*`, `7`, `1-3,7`. */
export function octetText(cuts: readonly number[]): string {
  return cuts.length === 2 && cuts[0] === 0 && cuts[1] === 256 ? '*' : rangeList(cuts, String);
}
