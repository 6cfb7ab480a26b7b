import type { Resolve } from './resolve.ts';

/** A text being read, and how far. */
export interface Source {
  /** The text after stage 0; same length as the spec. */
  readonly text: string;
  /** The spec as given, for zones and names of groups. */
  readonly spec: string;
  /** Leave out the first and last address of IPv4 blocks. */
  readonly usable: boolean;
  /** Looks up a named group. */
  readonly group: Resolve;
  /** Separate ranges one item may stand for. */
  limit: number;
  /** Ranges all items together may still need beyond the length of their text. */
  budget: number;
  /** No pattern of octets starts before this place. */
  noOctetsBefore: number;
  /** Where the item being read ends, as far as is known. */
  end: number;
}

/** Ranges all items of a text together may need beyond its length: what fits in memory without being felt. */
export const BUDGET = 1_048_576;

/** Counts the ranges of an item that its text does not account for. */
export function spend(source: Source, ranges: number, chars: number): void {
  source.budget -= Math.max(0, ranges - chars);
  source.limit = Math.max(0, Math.min(source.limit, source.budget));
}
