import { type Box, boxSize } from './grid.ts';
import { type Keep, unit } from './line.ts';
import { combineShelves, type Place, type Shelves } from './shelf.ts';
import { digitsOfValue, spanBoxes } from './span.ts';

/** A product of hosts, and the label of the shelf where they lie (a zone, the template of names). */
export interface Part {
  readonly label: string;
  readonly box: Box;
}

/** Hosts that one item of a spec stands for: parts that have none in common, the lowest first. */
export interface HostPattern {
  readonly kind: Place['kind'];
  readonly parts: readonly Part[];
}

/** What one item of a spec stands for, cheap to make and not yet part of any set. */
export type Pattern =
  | HostPattern
  /** The hosts of named groups, with their own ports. */
  | (Value & { readonly kind: 'set' });

/** Hosts, and where each was written. */
export interface Value {
  readonly shelves: Shelves;
  readonly written: readonly Written[];
}

/** One item as it was written: what it stands for and where its text lies. */
export interface Written {
  readonly index: number;
  readonly length: number;
  readonly port: number;
  readonly user: string;
  readonly pattern: HostPattern;
  /** Only hosts of all these sets count: results of the parentheses and groups the item stands in, if it does. */
  readonly within?: readonly Shelves[];
}

/** Where a `HostSet` keeps what it is made of: the parser looks there for the hosts of groups. */
export const VALUE = Symbol('value');

/** Combines two sets; what an operation only takes away or filters by is not written. */
export function combine(a: Value, b: Value, keep: Keep): Value {
  return {
    shelves: combineShelves(a.shelves, b.shelves, keep),
    written: keep.right ? [...a.written, ...b.written] : a.written,
  };
}

/** Addresses from `first` to `last`, both in. */
export function ipv4Range(first: number, last: number): HostPattern {
  // Most are single addresses, and there may be very many.
  if (first === last) {
    const box = [
      unit(first >>> 24),
      unit((first >>> 16) & 255),
      unit((first >>> 8) & 255),
      unit(first & 255),
    ];
    return { kind: 'ipv4', parts: [{ label: '', box }] };
  }
  const boxes = spanBoxes(octetsOf(first), octetsOf(last), 256);
  return { kind: 'ipv4', parts: boxes.map((box) => ({ label: '', box })) };
}

/** Addresses from `first` to `last`, both in. */
export function ipv6Range(zone: string, first: bigint, last: bigint): HostPattern {
  const low = digitsOfValue(first, 4, 32);
  const boxes = spanBoxes(low, first === last ? low : digitsOfValue(last, 4, 32), 2 ** 32);
  return { kind: 'ipv6', parts: boxes.map((box) => ({ label: zone, box })) };
}

/** The four octets of an address. */
export function octetsOf(value: number): [number, number, number, number] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** Hosts of a pattern. */
export function hostCount({ parts }: HostPattern): bigint {
  let count = 0n;
  for (const { box } of parts) count += boxSize(box);
  return count;
}
