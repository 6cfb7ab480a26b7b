import ipaddr from 'ipaddr.js';
import { type Box, combineGrids, type Grid, uniteBoxes } from '../sets/grid.ts';
import { DIFFERENCE, UNION } from '../sets/line.ts';
import { stretchesOf } from '../sets/render.ts';
import { digitsOfValue, spanBoxes, valueOfDigits } from '../sets/span.ts';
import { NAMED_RANGES, OWN_BLOCKS } from './blocks.ts';
import type { HostClass } from './host-class.ts';

type Classes = ReadonlyMap<HostClass, Grid>;
type Block = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];
type Row = readonly [name: HostClass, boxes: readonly Box[]];

let made: Readonly<Record<'ipv4' | 'ipv6', Classes>> | undefined;

/** The addresses of each class, together every address once; made at first use (a few milliseconds). */
export function classTable(): Readonly<Record<'ipv4' | 'ipv6', Classes>> {
  if (made === undefined) {
    const ipv4 = settle(rowsOf(ipaddr.IPv4, 32, new Map()), 32);
    // ::/96 (RFC 4291, deprecated) stands for IPv4 too, where nothing else is known of it.
    made = { ipv4, ipv6: settle([...rowsOf(ipaddr.IPv6, 128, ipv4), ...embedded(0n, 96, ipv4)], 128) };
  }
  return made;
}

/** The first row that holds an address decides; what is in none is global. */
function settle(rows: readonly Row[], bits: number): Classes {
  const classes = new Map<HostClass, Grid>();
  let taken: Grid | undefined;
  for (const [name, boxes] of [...rows, ['global', between(0n, (1n << BigInt(bits)) - 1n, bits)] as const]) {
    const grid = uniteBoxes(boxes);
    const all = combineGrids(classes.get(name), combineGrids(grid, taken, DIFFERENCE), UNION);
    if (all !== undefined) classes.set(name, all);
    taken = combineGrids(taken, grid, UNION);
  }
  return classes;
}

/** Our own blocks of the addresses of `bits`, then those that ipaddr.js names. */
function rowsOf(family: typeof ipaddr.IPv4 | typeof ipaddr.IPv6, bits: number, ipv4: Classes): Row[] {
  const { SpecialRanges: named } = family.prototype as unknown as {
    SpecialRanges: Record<string, Block | readonly Block[]>;
  };
  const own = OWN_BLOCKS.flatMap(([name, cidrs]) =>
    cidrs.split(' ').map((cidr) => [name, ipaddr.parseCIDR(cidr)] as const),
  );
  const theirs = Object.entries(named).flatMap(([name, blocks]) =>
    (typeof blocks[1] === 'number' ? [blocks as Block] : (blocks as readonly Block[])).map(
      (block) => [NAMED_RANGES[name] ?? 'reserved', block] as const,
    ),
  );
  return [...own, ...theirs].flatMap(([name, [address, prefix]]): Row[] => {
    const bytes = address.toByteArray();
    if (bytes.length * 8 !== bits) return [];
    const first = valueOfDigits(bytes, 8);
    return name === 'embedded'
      ? embedded(first, prefix, ipv4)
      : [[name, between(first, first + (1n << BigInt(bits - prefix)) - 1n, bits)]];
  });
}

/** IPv6 addresses with `prefix` bits of `base` and then an IPv4 address. */
function embedded(base: bigint, prefix: number, ipv4: Classes): Row[] {
  const at = (value: bigint): bigint => base + (value << BigInt(96 - prefix));
  return [...ipv4].map(([name, grid]) => [
    name,
    [...stretchesOf(grid, 8)].flatMap(([first, last]) => between(at(first), at(last + 1n) - 1n, 128)),
  ]);
}

/** The addresses of `bits` from `first` to `last`. */
function between(first: bigint, last: bigint, bits: number): Box[] {
  const digit = bits / 4;
  return spanBoxes(digitsOfValue(first, 4, digit), digitsOfValue(last, 4, digit), 2 ** digit);
}
