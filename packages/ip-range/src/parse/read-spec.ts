import type { Reading, Value } from './reading.ts';
import { excludeShelves } from '../sets/exclude.ts';
import { TooComplexError } from '../sets/grid.ts';
import type { IssueParams, ParseOptions, WarningCode } from '../types.ts';
import { normalize } from './characters.ts';
import { contextOf } from './context.ts';
import { evaluate } from './evaluate.ts';
import { fault, type Fault, type Remark } from './fault.ts';
import { GroupResolver } from './resolve.ts';
import type { remarksOn } from './remarks.ts';
import { readTree } from './tree.ts';
import { userConflict } from './users.ts';

/** Most warnings of one kind; a list of thousands helps nobody. */
const MAX_REMARKS = 100;

/**
 * Reads a text. Never throws; the work is linear in its length.
 * @param remark looks for warnings, which costs as much again; handed in, so that `parse` does not carry it along
 */
export function readSpec(spec: string, options: ParseOptions = {}, remark?: typeof remarksOn): Reading {
  const resolver = new GroupResolver(options, (text, inner) => readWith(text, options, inner));
  const reading = readWith(spec, options, resolver, remark);
  return options.exclude === undefined
    ? reading
    : withoutExcluded(reading, options, options.exclude, resolver);
}

function readWith(
  spec: string,
  options: ParseOptions,
  resolver: GroupResolver,
  remark?: typeof remarksOn,
): Reading {
  const limits = { chars: 1_048_576, items: 100_000, ranges: 65_536, ...options.limits };
  if (spec.length > limits.chars) {
    const wrong = fault('too-long', 0, 0, { chars: spec.length, limit: limits.chars });
    return { items: [], faults: [wrong], remarks: [], shelves: new Map(), written: [] };
  }
  const remarks: Remark[] = [];
  const context = contextOf(spec, normalize(spec), {
    ranges: limits.ranges,
    usable: options.cidrHosts === 'usable',
    warn: (code: WarningCode, index: number, length: number, params: IssueParams): void => {
      remarks.push({ code, index, length, params });
    },
    group: (name, source) => resolver.resolve(name, source),
  });
  const tree = readTree(context, limits.items);
  const faults = [...tree.faults];
  for (const item of tree.items) if (item.wrong !== undefined) faults.push(item.wrong);
  const value = guarded(faults, () => {
    const made = evaluate(tree, { faults, remarks });
    const conflict = userConflict(made.written, made.shelves);
    if (conflict !== undefined) faults.push(conflict);
    if (remark === undefined) return made;
    const root = tree.root.members.flatMap(({ node }) => (node.type === 'item' ? node : []));
    for (const one of remark(context.text, tree.items, root, made.shelves)) remarks.push(one);
    return made;
  });
  return { items: tree.items, faults: faults.sort(byIndex), remarks: few(remarks), ...value };
}

/** A spec that needs more ranges than are reasonable is a mistake of the whole text. */
function guarded(faults: Fault[], work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error;
    faults.push(fault('too-complex', 0, 0, { limit: error.limit }));
    return { shelves: new Map(), written: [] };
  }
}

/** Takes the hosts of `options.exclude` out; its mistakes are reported at the start of the text. */
function withoutExcluded(
  reading: Reading,
  options: ParseOptions,
  exclude: string,
  resolver: GroupResolver,
): Reading {
  const other = readWith(exclude, options, resolver);
  const wrong = other.faults.map(({ code, params }) => fault(code, 0, 0, params));
  return {
    ...reading,
    faults: [...wrong, ...reading.faults],
    shelves: excludeShelves(reading.shelves, other.shelves),
  };
}

function few(remarks: readonly Remark[]): Remark[] {
  const counts = new Map<WarningCode, number>();
  const kept = remarks.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= MAX_REMARKS;
  });
  return kept.sort(byIndex);
}

function byIndex(a: { index: number }, b: { index: number }): number {
  return a.index - b.index;
}
