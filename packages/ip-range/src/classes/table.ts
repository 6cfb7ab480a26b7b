import ipaddr from 'ipaddr.js';
import { quadEnd, readQuad } from '../parse/ipv4.ts';
import { parseIpv6 } from '../parse/ipv6.ts';
import { combineLines, DIFFERENCE, INTERSECTION, type Line, UNION } from '../sets/line.ts';
import { type Block, EMBEDDED, IPV4_BLOCKS, IPV6_BLOCKS, METADATA } from './blocks.ts';
import type { HostClass } from './host-class.ts';

/** Addresses of each class, as inversion lists that together are every address once. */
export interface ClassTable {
  readonly ipv4: ReadonlyMap<HostClass, Line<number>>;
  readonly ipv6: ReadonlyMap<HostClass, Line<bigint>>;
}

let made: ClassTable | undefined;

/** The table, made at first use (well under a millisecond). */
export function classTable(): ClassTable {
  if (made === undefined) {
    const ipv4 = settle<number>(ipv4Rows(), [0, 2 ** 32]);
    made = { ipv4, ipv6: settle<bigint>(ipv6Rows(ipv4), [0n, 1n << 128n]) };
  }
  return made;
}

type Row<T extends number | bigint> = readonly [HostClass, Line<T>];

/** The first row that holds an address decides; what no row holds is global. */
function settle<T extends number | bigint>(rows: readonly Row<T>[], all: Line<T>): Map<HostClass, Line<T>> {
  const lines = new Map<HostClass, Line<T>>();
  let left = all;
  for (const [name, line] of [...rows, ['global', all] as const]) {
    lines.set(name, combineLines(lines.get(name) ?? [], combineLines(left, line, INTERSECTION), UNION));
    left = combineLines(left, line, DIFFERENCE);
  }
  return lines;
}

function ipv4Rows(): Row<number>[] {
  const metadata = METADATA.filter((text) => !text.includes(':')).map((text): Row<number> => {
    const value = ipv4Of(text);
    return ['metadata', [value, value + 1]];
  });
  const blocks = IPV4_BLOCKS.map(([cidr, own]: Block): Row<number> => {
    const [address, bits] = cidr.split('/') as [string, string];
    const from = ipv4Of(address);
    return [own ?? named(address), [from, from + 2 ** (32 - Number(bits))]];
  });
  return [...metadata, ...blocks];
}

function ipv6Rows(ipv4: ReadonlyMap<HostClass, Line<number>>): Row<bigint>[] {
  const rows: Row<bigint>[] = METADATA.filter((text) => text.includes(':')).map((text): Row<bigint> => {
    const value = parseIpv6(text) as bigint;
    return ['metadata', [value, value + 1n]];
  });
  for (const [cidr, own] of IPV6_BLOCKS) {
    const [address, bits] = cidr.split('/') as [string, string];
    const from = parseIpv6(address) as bigint;
    rows.push([own ?? named(address), [from, from + (1n << (128n - BigInt(bits)))]]);
  }
  for (const { base, shift } of EMBEDDED) {
    for (const [name, line] of ipv4) rows.push([name, line.map((cut) => base + (BigInt(cut) << shift))]);
  }
  return rows;
}

function ipv4Of(text: string): number {
  return readQuad(text, 0, quadEnd(text, 0)) as number;
}

/** The class of the range that ipaddr.js names for an address. */
function named(address: string): HostClass {
  const range: string = ipaddr.parse(address).range();
  return NAMES[range] ?? 'reserved';
}

const NAMES: Readonly<Record<string, HostClass>> = {
  unspecified: 'unspecified',
  broadcast: 'broadcast',
  multicast: 'multicast',
  linkLocal: 'link-local',
  loopback: 'loopback',
  carrierGradeNat: 'shared',
  private: 'private',
  uniqueLocal: 'private',
  teredo: 'translation',
  rfc6145: 'translation',
  rfc6052: 'translation',
  benchmarking: 'benchmark',
};
