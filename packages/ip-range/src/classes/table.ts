import ipaddr from 'ipaddr.js';
import { type Box, combineGrids, type Grid, Meter, uniteBoxes } from '../sets/grid.ts';
import { DIFFERENCE, UNION } from '../sets/line.ts';
import { stretchesOf } from '../sets/render.ts';
import { digitsOfValue, spanBoxes, valueOfDigits } from '../sets/span.ts';
import { EMBEDDED, EMBEDDING, NAMED_RANGES, OWN_BLOCKS } from './blocks.ts';
import type { HostClass } from './host-class.ts';

type Classes = ReadonlyMap<HostClass, Grid>;
type Block = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];
type Row = readonly [name: HostClass, boxes: readonly Box[]];

let made: Readonly<Record<'ipv4' | 'ipv6', Classes>> | undefined;

/** The addresses of each class, together every address once; made at first use (about a millisecond). */
export function classTable(): Readonly<Record<'ipv4' | 'ipv6', Classes>> {
  if (made === undefined) {
    const ipv4 = settle([...rowsOf(ipaddr.IPv4, 32), everything(32)]);
    made = { ipv4, ipv6: settle([...rowsOf(ipaddr.IPv6, 128), ...embedded(ipv4), everything(128)]) };
  }
  return made;
}

/** The first row that holds an address decides. */
function settle(rows: readonly Row[]): Classes {
  const classes = new Map<HostClass, Grid>();
  let taken: Grid | undefined;
  for (const [name, boxes] of rows) {
    const grid = uniteBoxes(boxes, new Meter());
    const all = combineGrids(classes.get(name), combineGrids(grid, taken, DIFFERENCE), UNION);
    if (all !== undefined) classes.set(name, all);
    taken = combineGrids(taken, grid, UNION);
  }
  return classes;
}

/** Our own blocks of a family with addresses of `bits`, then those that ipaddr.js names. */
function rowsOf(family: typeof ipaddr.IPv4 | typeof ipaddr.IPv6, bits: number): Row[] {
  const own = OWN_BLOCKS.flatMap(([name, blocks]) =>
    blocks.split(' ').map((block) => [name, ipaddr.parseCIDR(block)] as const),
  ).filter(([, [address]]) => address instanceof family);
  const { SpecialRanges: named } = family.prototype as unknown as {
    SpecialRanges: Record<string, Block | readonly Block[]>;
  };
  const theirs = Object.entries(named)
    .filter(([name]) => !EMBEDDING.includes(name))
    .flatMap(([name, blocks]) =>
      (blocks[0] instanceof family ? [blocks as Block] : (blocks as Block[])).map(
        (block) => [NAMED_RANGES[name] ?? 'reserved', block] as const,
      ),
    );
  return [...own, ...theirs].map(([name, [address, prefix]]) => {
    const first = valueOfDigits(address.toByteArray(), 8);
    return [name, between(first, first + (1n << BigInt(bits - prefix)) - 1n, bits)];
  });
}

/** IPv6 addresses that stand for IPv4 ones. */
function embedded(ipv4: Classes): Row[] {
  return EMBEDDED.flatMap(({ base, shift }) =>
    [...ipv4].flatMap(([name, grid]) =>
      [...stretchesOf(grid, 8)].map(([first, last]): Row => {
        const from = base + (valueOfDigits(first, 8) << shift);
        const to = base + ((valueOfDigits(last, 8) + 1n) << shift) - 1n;
        return [name, between(from, to, 128)];
      }),
    ),
  );
}

function everything(bits: number): Row {
  return ['global', between(0n, (1n << BigInt(bits)) - 1n, bits)];
}

function between(first: bigint, last: bigint, bits: number): Box[] {
  const digit = bits / 4;
  return spanBoxes(digitsOfValue(first, 4, digit), digitsOfValue(last, 4, digit), 2 ** digit);
}
