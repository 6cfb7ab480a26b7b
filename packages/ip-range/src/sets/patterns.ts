import type { Box } from './grid.ts';
import { unit } from './line.ts';
import type { Place, Shelves } from './shelf.ts';
import { digitsOfValue, spanBoxes } from './span.ts';

/** Names of one shape: the text with `#` for every run of digits, and the runs each `#` stands for. */
export interface NameShape {
  readonly template: string;
  readonly axes: Box;
}

/** Hosts that one item of a spec stands for, cheap to make and not yet part of any set. */
export type HostPattern =
  /** IPv4 as ascending half-open pairs. */
  | { readonly kind: 'ipv4'; readonly line: readonly number[] }
  /** IPv4 as four octet sets. */
  | { readonly kind: 'octets'; readonly box: Box }
  /** IPv6, both ends included. */
  | { readonly kind: 'ipv6'; readonly zone: string; readonly first: bigint; readonly last: bigint }
  | { readonly kind: 'names'; readonly shapes: readonly NameShape[] };

/** What one item of a spec stands for. */
export type Pattern =
  | HostPattern
  /** The hosts of a named group, with their own ports. */
  | { readonly kind: 'set'; readonly shelves: Shelves; readonly written: readonly Written[] }
  | { readonly kind: 'sets'; readonly patterns: readonly Pattern[] };

/** One item as it was written: what it stands for and where its text lies. */
export interface Written {
  readonly index: number;
  readonly length: number;
  readonly port: number;
  readonly user: string;
  readonly pattern: HostPattern;
  /** Only hosts of all these sets count: results of the parentheses and groups the item stands in. */
  readonly within: readonly Shelves[];
}

/** A product of hosts on one shelf. */
export interface Part extends Place {
  readonly box: Box;
}

/** The products that a pattern of hosts consists of. */
export function partsOf(pattern: HostPattern, port: number): Part[] {
  switch (pattern.kind) {
    case 'ipv4': {
      const boxes: Box[] = [];
      for (let i = 0; i < pattern.line.length; i += 2)
        boxes.push(...ipv4Boxes(pattern.line[i] as number, (pattern.line[i + 1] as number) - 1));
      return boxes.map((box) => ({ kind: 'ipv4', port, label: '', box }));
    }
    case 'octets':
      return [{ kind: 'ipv4', port, label: '', box: pattern.box }];
    case 'ipv6': {
      const first = digitsOfValue(pattern.first, 4, 32);
      const last = pattern.first === pattern.last ? first : digitsOfValue(pattern.last, 4, 32);
      return spanBoxes(first, last, 2 ** 32).map((box) => ({ kind: 'ipv6', port, label: pattern.zone, box }));
    }
    case 'names':
      return pattern.shapes.map(({ template, axes }) => ({ kind: 'name', port, label: template, box: axes }));
  }
}

/** The four octets of an address. */
export function octetsOf(value: number): [number, number, number, number] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function ipv4Boxes(first: number, last: number): Box[] {
  return first === last ? [octetsOf(first).map(unit)] : spanBoxes(octetsOf(first), octetsOf(last), 256);
}
