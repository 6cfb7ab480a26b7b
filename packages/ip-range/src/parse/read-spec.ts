import { excludeShelves } from '../sets/exclude.ts';
import type { ParseOptions } from '../types.ts';
import { normalize } from './characters.ts';
import { fault } from './fault.ts';
import { resolver, type Resolve } from './resolve.ts';
import { BUDGET } from './source.ts';
import { guarded, NOTHING, readTree, type Tree } from './tree.ts';
import { userConflict } from './users.ts';

/** What was found in a text; the mistakes are in its order. */
export interface Reading extends Tree {
  /** After stage 0. */
  readonly text: string;
}

/** Reads a text. Never throws; the work is linear in its length. */
export function readSpec(spec: string, options: ParseOptions = {}): Reading {
  const resolve = resolver(options, (text) => readWith(text, options, resolve));
  const reading = readWith(spec, options, resolve);
  if (options.exclude === undefined) return reading;
  const other = readWith(options.exclude, options, resolve);
  // Its mistakes are reported at the start of the text.
  const wrong = other.faults.map(({ code, params }) => fault(code, 0, 0, params));
  const shelves = excludeShelves(reading.shelves, other.shelves);
  return { ...reading, faults: [...wrong, ...reading.faults], shelves };
}

function readWith(spec: string, options: ParseOptions, group: Resolve): Reading {
  const { chars, items, ranges } = { chars: 1_048_576, items: 100_000, ranges: 65_536, ...options.limits };
  if (spec.length > chars) {
    const wrong = fault('too-long', 0, 0, { chars: spec.length, limit: chars });
    return { ...NOTHING, text: '', items: [], listed: [], exclusions: [], faults: [wrong] };
  }
  const text = normalize(spec);
  const usable = options.cidrHosts === 'usable';
  const source = { text, spec, usable, group, limit: ranges, budget: BUDGET, noOctetsBefore: 0, end: 0 };
  const tree = readTree(source, items);
  guarded(tree.faults, undefined, () => {
    tree.faults.push(...userConflict(tree));
  });
  tree.faults.sort((a, b) => a.index - b.index);
  return { ...tree, text };
}
