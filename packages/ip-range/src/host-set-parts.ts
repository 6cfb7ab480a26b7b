import type { Written } from './sets/patterns.ts';
import type { Shelves } from './sets/shelf.ts';

/** What a `HostSet` is made of. */
export interface Parts {
  readonly shelves: Shelves;
  readonly written: readonly Written[];
}

const known = new WeakMap<object, Parts>();

/** Keeps the parts of a set where the parser finds them without importing the class. */
export function keepParts(set: object, parts: Parts): void {
  known.set(set, parts);
}

/** The parts of a set; undefined for any other object. */
export function partsOf(set: object): Parts | undefined {
  return known.get(set);
}
