import { excludeShelves } from '../sets/exclude.ts';
import { TooComplexError } from '../sets/grid.ts';
import type { ParseOptions } from '../types.ts';
import { normalize } from './characters.ts';
import { evaluate, type OnExclude, type Value } from './evaluate.ts';
import { type Fault, fault } from './fault.ts';
import type { Item } from './items.ts';
import { resolver, type Resolve } from './resolve.ts';
import { BUDGET } from './source.ts';
import { readTree, type Tree } from './tree.ts';
import { userConflict } from './users.ts';

/** All that was found in a text. */
export interface Reading extends Value {
  readonly items: readonly Item[];
  /** In the order of the text. */
  readonly faults: readonly Fault[];
}

/** Looks at what was read, for warnings; handed in, so that `parse` does not carry it along. */
export interface Look {
  readonly excluded: OnExclude;
  readonly all: (text: string, tree: Tree, value: Value) => void;
}

/** Reads a text. Never throws; the work is linear in its length. */
export function readSpec(spec: string, options: ParseOptions = {}, look?: Look): Reading {
  const resolve = resolver(options, (text) => readWith(text, options, resolve));
  const reading = readWith(spec, options, resolve, look);
  if (options.exclude === undefined) return reading;
  const other = readWith(options.exclude, options, resolve);
  // Its mistakes are reported at the start of the text.
  const wrong = other.faults.map(({ code, params }) => fault(code, 0, 0, params));
  const shelves = excludeShelves(reading.shelves, other.shelves);
  return { ...reading, faults: [...wrong, ...reading.faults], shelves };
}

function readWith(spec: string, options: ParseOptions, group: Resolve, look?: Look): Reading {
  const limits = { chars: 1_048_576, items: 100_000, ranges: 65_536, ...options.limits };
  const nothing = { items: [], shelves: new Map(), written: [] };
  if (spec.length > limits.chars)
    return { ...nothing, faults: [fault('too-long', 0, 0, { chars: spec.length, limit: limits.chars })] };
  const text = normalize(spec);
  const tree = readTree(
    {
      text,
      spec,
      usable: options.cidrHosts === 'usable',
      group,
      limit: limits.ranges,
      budget: BUDGET,
      noOctetsBefore: 0,
      end: 0,
    },
    limits.items,
  );
  const { items, root, faults } = tree;
  let value: Value = nothing;
  try {
    value = evaluate(text, root, faults, look?.excluded);
    const conflict = userConflict(value);
    if (conflict !== undefined) faults.push(conflict);
    look?.all(text, tree, value);
  } catch (error) {
    // A spec that needs more ranges than are reasonable is a mistake of the whole text.
    if (!(error instanceof TooComplexError)) throw error;
    faults.push(fault('too-complex', 0, 0, { limit: error.limit }));
    value = nothing;
  }
  return { ...value, items, faults: faults.sort((a, b) => a.index - b.index) };
}
