import ipaddr from 'ipaddr.js';
import { readSpec } from '../parse/read-spec.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { DIFFERENCE, INTERSECTION, UNION } from '../sets/line.ts';
import { ipv6Range } from '../sets/patterns.ts';
import { stretchesOf } from '../sets/render.ts';
import { combineShelves, shelfKey, type Shelves } from '../sets/shelf.ts';
import { valueOfDigits } from '../sets/span.ts';
import { NAMED_RANGES, OWN_BLOCKS } from './blocks.ts';
import type { HostClass } from './host-class.ts';

type Block = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];

let made: ReadonlyMap<HostClass, Shelves> | undefined;

/** The addresses of each class, together every address once; made at first use (a few milliseconds). */
export function classTable(): ReadonlyMap<HostClass, Shelves> {
  return (made ??= makeTable());
}

/** The first block that holds an address decides; what is in none is global. */
function makeTable(): ReadonlyMap<HostClass, Shelves> {
  const classes = new Map<HostClass, Shelves>();
  let rest = hostsOf('0.0.0.0/0,::/0');

  const settle = (name: HostClass, hosts: Shelves): void => {
    const own = combineShelves(hosts, rest, INTERSECTION);
    classes.set(name, combineShelves(classes.get(name) ?? new Map(), own, UNION));
    rest = combineShelves(rest, hosts, DIFFERENCE);
  };

  /** IPv6 addresses with `prefix` bits of `base` and then an IPv4 address have the class of that. */
  const settleEmbedded = (base: bigint, prefix: number): void => {
    const shift = BigInt(96 - prefix);
    for (const [name, hosts] of classes) {
      const builder = new ShelfBuilder();
      for (const [first, last] of stretchesOf(hosts.get(shelfKey('ipv4', 0, ''))?.grid, 8))
        builder.add(ipv6Range('', base + (first << shift), base + ((last + 1n) << shift) - 1n), 0);
      settle(name, builder.build());
    }
  };

  /** The blocks that ipaddr.js names. */
  const settleNamed = (family: typeof ipaddr.IPv4 | typeof ipaddr.IPv6): void => {
    const { SpecialRanges: named } = family.prototype as unknown as {
      SpecialRanges: Record<string, Block | readonly Block[]>;
    };
    for (const [range, blocks] of Object.entries(named)) {
      const name = NAMED_RANGES[range] ?? 'reserved';
      for (const [address, prefix] of (typeof blocks[1] === 'number' ? [blocks] : blocks) as Block[]) {
        if (name === 'embedded') settleEmbedded(valueOfDigits(address.toByteArray(), 8), prefix);
        else settle(name, hostsOf(`${address.toString()}/${prefix}`));
      }
    }
  };

  for (const [name, blocks] of OWN_BLOCKS) settle(name, hostsOf(blocks));
  settleNamed(ipaddr.IPv4);
  settle('global', hostsOf('0.0.0.0/0'));
  settleNamed(ipaddr.IPv6);
  // ::/96 (RFC 4291, deprecated) stands for IPv4 too, where nothing else is known of it.
  settleEmbedded(0n, 96);
  settle('global', hostsOf('::/0'));
  return classes;
}

function hostsOf(spec: string): Shelves {
  return readSpec(spec).shelves;
}
