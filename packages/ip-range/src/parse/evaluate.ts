import { ShelfBuilder } from '../sets/build.ts';
import { excludeShelves } from '../sets/exclude.ts';
import { INTERSECTION, SYMMETRIC } from '../sets/line.ts';
import type { Pattern, Written } from '../sets/patterns.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import { excerpt } from './characters.ts';
import { fault, type Fault } from './fault.ts';
import type { Item } from './items.ts';
import type { Chain, Group, Node } from './tree.ts';

/** The hosts of a node, and where each was written. */
export interface Value {
  readonly shelves: Shelves;
  readonly written: readonly Written[];
}

/** Called with the exclusions of each group and the hosts they may take away. */
export type OnExclude = (excluded: readonly Node[], from: Shelves) => void;

/**
 * The hosts of the good items of a text.
 * @throws TooComplexError
 */
export function evaluate(text: string, root: Group, faults: Fault[], onExclude?: OnExclude): Value {
  const broken = faults.length > 0;

  /** Everything included, without anything excluded: the place of `!` in the group does not matter. */
  const groupValue = (group: Group): Value => {
    const nodes = (exclude: boolean): Node[] =>
      group.members.flatMap((member) => (member.exclude === exclude ? member.node : []));
    const included = nodes(false);
    const excluded = nodes(true);
    const [first] = excluded;
    const all = unionOf(included);
    if (first === undefined) return all;
    if (included.length === 0 && !broken) {
      const { index, length } = firstItem(first);
      faults.push(
        fault('only-exclusions', index, length, { text: excerpt(text.slice(index, index + length)) }),
      );
    }
    onExclude?.(excluded, all.shelves);
    return { ...all, shelves: excludeShelves(all.shelves, unionOf(excluded).shelves) };
  };

  /** From left to right; what stands after `&` only filters. */
  const chainValue = (chain: Chain): Value => {
    let { shelves, written } = unionOf([chain.first]);
    for (const { operator, node } of chain.rest) {
      const other = unionOf([node]);
      shelves = combineShelves(shelves, other.shelves, operator === '&' ? INTERSECTION : SYMMETRIC);
      if (operator === '^') written = [...written, ...other.written];
    }
    return { shelves, written };
  };

  const unionOf = (nodes: readonly Node[]): Value => {
    const builder = new ShelfBuilder();
    const written: Written[] = [];
    const groups = new Set<Pattern>();
    for (const node of nodes) {
      if (node.type === 'item') {
        const { pattern } = node;
        if (pattern === undefined || groups.has(pattern)) continue;
        if (pattern.kind === 'set' || pattern.kind === 'sets') groups.add(pattern);
        builder.add(pattern, node.port);
        write(node, pattern, written);
      } else {
        const value = node.type === 'chain' ? chainValue(node) : groupValue(node);
        builder.addShelves(value.shelves);
        for (const item of within(value)) written.push(item);
      }
    }
    return { shelves: builder.build(), written };
  };

  return groupValue(root);
}

/** Adds what an item wrote: itself, or the items of the group it names, all at its own place. */
function write(item: Item, pattern: Pattern, out: Written[]): void {
  const { index, length, port, user } = item;
  if (pattern.kind === 'sets') for (const part of pattern.patterns) write(item, part, out);
  else if (pattern.kind === 'set') for (const inner of within(pattern)) out.push({ ...inner, index, length });
  else out.push({ index, length, port, user, pattern, within: [] });
}

/** The items of a value, of which only its hosts count. */
function within({ written, shelves }: Value): Written[] {
  return written.map((item) => ({ ...item, within: [...item.within, shelves] }));
}

function firstItem(node: Node): { index: number; length: number } {
  if (node.type === 'item') return node;
  const first = node.type === 'chain' ? node.first : node.members[0]?.node;
  return first === undefined ? { index: 0, length: 0 } : firstItem(first);
}
