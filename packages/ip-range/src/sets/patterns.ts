import type { Box } from './grid.ts';
import type { Shelves } from './shelf.ts';

/** Names of one shape: the text with `#` for every run of digits, and the runs each `#` stands for. */
export interface NameShape {
  readonly template: string;
  readonly axes: Box;
}

/** What one item of a spec stands for, cheap to make and not yet part of any set. */
export type Pattern =
  /** IPv4 as an inversion list. */
  | { readonly kind: 'ipv4'; readonly line: readonly number[] }
  /** IPv4 as four octet sets, and how many ranges they make (infinite: never write them out). */
  | { readonly kind: 'octets'; readonly box: Box; readonly ranges: number }
  /** IPv6, both ends included. */
  | { readonly kind: 'ipv6'; readonly zone: string; readonly first: bigint; readonly last: bigint }
  | { readonly kind: 'names'; readonly shapes: readonly NameShape[] }
  /** The hosts of a named group, with their own ports. */
  | { readonly kind: 'set'; readonly shelves: Shelves; readonly written: readonly Written[] }
  | { readonly kind: 'sets'; readonly patterns: readonly Pattern[] };

/** One item as it was written: what it stands for and where its text lies. */
export interface Written {
  readonly index: number;
  readonly length: number;
  readonly port: number;
  readonly user: string;
  readonly pattern: Pattern;
  /** Only hosts of all these sets count: results of the parentheses and groups the item stands in. */
  readonly within: readonly Shelves[];
}
