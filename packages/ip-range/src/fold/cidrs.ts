import type { Grid } from '../sets/grid.ts';
import { stretchesOf, textOf } from '../sets/render.ts';
import { AXIS_BITS } from '../sets/shelf.ts';
import { digitsOfValue } from '../sets/span.ts';

/** The fewest blocks that cover the addresses of a grid exactly. */
export function* cidrsOf(kind: 'ipv4' | 'ipv6', grid: Grid): IterableIterator<string> {
  for (const [first, last] of stretchesOf(grid, AXIS_BITS[kind])) yield* blocksOf(kind, first, last);
}

/** The fewest blocks from `first` to `last`, both in. */
export function* blocksOf(kind: 'ipv4' | 'ipv6', first: bigint, last: bigint): IterableIterator<string> {
  const bits = AXIS_BITS[kind];
  for (let at = first; at <= last;) {
    let size = 1n;
    let prefix = 4 * bits;
    // As long as the next larger block starts here too and does not reach beyond the end.
    while (prefix > 0 && at % (2n * size) === 0n && at + 2n * size - 1n <= last) {
      size *= 2n;
      prefix--;
    }
    yield `${textOf({ kind, port: 0, label: '' }, digitsOfValue(at, 4, bits))}/${prefix}`;
    at += size;
  }
}
