import { type Pattern, ShelfBuilder } from '../sets/build.ts';
import { excludeShelves } from '../sets/exclude.ts';
import { TooComplexError } from '../sets/grid.ts';
import type { Shelves } from '../sets/shelf.ts';
import type { IssueParams, ParseOptions, WarningCode } from '../types.ts';
import { normalize } from './characters.ts';
import { contextOf } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { type Item, readItems } from './items.ts';

/** A warning before it has its sentence. */
export interface Remark {
  readonly code: WarningCode;
  readonly index: number;
  readonly length: number;
  readonly params: IssueParams;
}

/** All that was found in a text; `shelves` are the hosts of its good items. */
export interface Reading {
  readonly items: readonly Item[];
  /** In the order of the text. */
  readonly faults: readonly Fault[];
  readonly remarks: readonly Remark[];
  readonly shelves: Shelves;
}

/** Most warnings of one kind; a list of thousands helps nobody. */
const MAX_REMARKS = 100;

/** Reads a text. Never throws; the work is linear in its length. */
export function readSpec(spec: string, options: ParseOptions = {}): Reading {
  const limits = { chars: 1_048_576, items: 100_000, ranges: 65_536, ...options.limits };
  if (spec.length > limits.chars) {
    const wrong = fault('too-long', 0, 0, { chars: spec.length, limit: limits.chars });
    return { items: [], faults: [wrong], remarks: [], shelves: new Map() };
  }
  const remarks = new Map<WarningCode, Remark[]>();
  const warn = (code: WarningCode, index: number, length: number, params: IssueParams): void => {
    const list = remarks.get(code) ?? [];
    remarks.set(code, list);
    if (list.length < MAX_REMARKS) list.push({ code, index, length, params });
  };
  const usable = options.cidrHosts === 'usable';
  const items = readItems(
    contextOf(spec, normalize(spec), { ranges: limits.ranges, usable, warn }),
    limits.items,
  );
  const faults: Fault[] = [];
  for (const item of items) if (item.wrong !== undefined) faults.push(item.wrong);
  const shelves = evaluate(items, faults);
  return {
    items,
    faults: faults.sort((a, b) => a.index - b.index),
    remarks: [...remarks.values()].flat().sort((a, b) => a.index - b.index),
    shelves,
  };
}

/** The hosts of the included items without those of the excluded ones. */
function evaluate(items: readonly Item[], faults: Fault[]): Shelves {
  const included = items.filter((item) => !item.exclude && item.wrong === undefined);
  const excluded = items.filter((item) => item.exclude && item.wrong === undefined);
  const [first] = excluded;
  if (first !== undefined && included.length === 0 && faults.length === 0) {
    faults.push(fault('only-exclusions', first.index, first.length, { text: first.shown }));
  }
  try {
    const all = build(included);
    return excluded.length === 0 ? all : excludeShelves(all, build(excluded));
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error;
    faults.push(fault('too-complex', 0, 0, { limit: error.limit }));
    return new Map();
  }
}

function build(items: readonly Item[]): Shelves {
  const builder = new ShelfBuilder();
  for (const item of items) builder.add(item.pattern as Pattern, item.port);
  return builder.build();
}
