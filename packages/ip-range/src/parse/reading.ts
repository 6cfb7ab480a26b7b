import type { Written } from '../sets/patterns.ts';
import type { Shelves } from '../sets/shelf.ts';
import type { Fault, Remark } from './fault.ts';
import type { Item } from './items.ts';

/** All that was found in a text; `shelves` are the hosts of its good items. */
export interface Reading {
  readonly items: readonly Item[];
  /** In the order of the text. */
  readonly faults: readonly Fault[];
  readonly remarks: readonly Remark[];
  readonly shelves: Shelves;
  readonly written: readonly Written[];
}

/** The hosts of a node, and where each was written. */
export interface Value {
  readonly shelves: Shelves;
  readonly written: readonly Written[];
}
