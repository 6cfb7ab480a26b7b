import type { Value } from './reading.ts';
import type { Pattern, Written } from '../sets/patterns.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { ExclusionCheck, excludeShelves } from '../sets/exclude.ts';
import { INTERSECTION, SYMMETRIC } from '../sets/line.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import { fault, type Fault, type Remark } from './fault.ts';
import { shelvesOf } from './pattern.ts';
import type { Item } from './items.ts';
import type { Chain, Group, Node, Tree } from './tree.ts';

/** Where the evaluation says what it finds. */
export interface Findings {
  readonly faults: Fault[];
  readonly remarks: Remark[];
}

/**
 * The hosts of the good items of a tree.
 * @throws TooComplexError
 */
export function evaluate(tree: Tree, findings: Findings): Value {
  const broken = findings.faults.length > 0;
  return groupValue(tree.root, { ...findings, broken });
}

interface Work extends Findings {
  /** There are mistakes already: an empty operand then means nothing. */
  readonly broken: boolean;
}

/** Everything included, without anything excluded: the place of `!` in the group does not matter. */
function groupValue(group: Group, work: Work): Value {
  const included = group.members.filter((member) => !member.exclude).map((member) => member.node);
  const excluded = group.members.filter((member) => member.exclude).map((member) => member.node);
  const [first] = excluded;
  if (first !== undefined && included.length === 0 && !work.broken) {
    const { index, length, shown } = firstItem(first);
    work.faults.push(fault('only-exclusions', index, length, { text: shown }));
  }
  const all = unionOf(included, work);
  if (excluded.length === 0) return all;
  const check = new ExclusionCheck(all.shelves);
  for (const node of excluded) noteUseless(node, check, work);
  const shelves = excludeShelves(all.shelves, unionOf(excluded, work).shelves);
  return { shelves, written: all.written };
}

function unionOf(nodes: readonly Node[], work: Work): Value {
  const builder = new ShelfBuilder();
  const written: Written[] = [];
  const seen = new Set<Pattern>();
  for (const node of nodes) {
    if (node.type === 'item') {
      if (node.pattern === undefined || node.wrong !== undefined || seen.has(node.pattern)) continue;
      if (isNested(node.pattern)) seen.add(node.pattern);
      builder.add(node.pattern, node.port);
      write(node, node.pattern, written);
      continue;
    }
    const value = node.type === 'chain' ? chainValue(node, work) : groupValue(node, work);
    builder.addShelves(value.shelves);
    for (const item of within(value.written, value.shelves)) written.push(item);
  }
  return { shelves: builder.build(), written };
}

function isNested(pattern: Pattern): boolean {
  return pattern.kind === 'set' || pattern.kind === 'sets';
}

/** Adds what an item wrote: itself, or the items of the group it names, all at its own place. */
function write(item: Item, pattern: Pattern, out: Written[]): void {
  const { index, length, port, user } = item;
  if (pattern.kind === 'sets') for (const part of pattern.patterns) write(item, part, out);
  else if (pattern.kind === 'set') {
    for (const inner of within(pattern.written, pattern.shelves)) out.push({ ...inner, index, length });
  } else out.push({ index, length, port, user, pattern, within: [] });
}

/** The same items, of which only hosts of `shelves` count. */
function within(written: readonly Written[], shelves: Shelves): Written[] {
  return written.map((item) => ({ ...item, within: [...item.within, shelves] }));
}

/** From left to right; what stands after `&` only filters. */
function chainValue(chain: Chain, work: Work): Value {
  const first = unionOf([chain.first], work);
  const written = [...first.written];
  let { shelves } = first;
  for (const { operator, node } of chain.rest) {
    const other = unionOf([node], work);
    shelves = combineShelves(shelves, other.shelves, operator === '&' ? INTERSECTION : SYMMETRIC);
    if (operator === '^') for (const item of other.written) written.push(item);
  }
  return { shelves, written };
}

/** Says when an exclusion removes nothing. */
function noteUseless(node: Node, check: ExclusionCheck, work: Work): void {
  if (node.type !== 'item' || node.pattern === undefined || node.wrong !== undefined) return;
  if (check.hits(shelvesOf(node.pattern, node.port))) return;
  work.remarks.push({
    code: 'excluded-nothing',
    index: node.index,
    length: node.length,
    params: { text: node.shown },
  });
}

function firstItem(node: Node): Pick<Item, 'index' | 'length' | 'shown'> {
  switch (node.type) {
    case 'item':
      return node;
    case 'chain':
      return firstItem(node.first);
    case 'group': {
      const [member] = node.members;
      return member === undefined ? { index: 0, length: 0, shown: '' } : firstItem(member.node);
    }
  }
}
