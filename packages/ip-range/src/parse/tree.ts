import { ShelfBuilder } from '../sets/build.ts';
import { excludeShelves } from '../sets/exclude.ts';
import { TooComplexError } from '../sets/grid.ts';
import { INTERSECTION, SYMMETRIC } from '../sets/line.ts';
import { combine, type HostPattern, type Pattern, type Value, type Written } from '../sets/patterns.ts';
import type { Shelves } from '../sets/shelf.ts';
import { excerpt, matchesAt } from './characters.ts';
import { fault, type Fault, type Place } from './fault.ts';
import { type Item, readItem } from './items.ts';
import type { Source } from './source.ts';

/** What can stand beside an operator: an item, or the hosts of what stands in parentheses. */
export type Operand = Item | Value;

/** All that was found in a text. */
export interface Tree extends Value {
  /** In the order of the text. */
  readonly items: readonly Item[];
  /** Items that stand in the list itself, not in parentheses and not beside an operator. */
  readonly listed: readonly Item[];
  readonly exclusions: readonly Exclusion[];
  readonly faults: Fault[];
}

/** The exclusions of a list, and the hosts they may take away. */
export interface Exclusion {
  readonly excluded: readonly Operand[];
  readonly from: Shelves;
}

/** Parentheses inside parentheses; people write two. */
const MAX_DEPTH = 32;

/** Operators in one chain: every one is a pass over all that was written before it. */
const MAX_OPERATORS = 64;

const BLANKS = /[\t ]*/y;
const SEPARATORS = /[\t\n ,;]*/y;
/** An operator may stand at the end or the start of a line. */
const GAP = /[\t\n ]*/y;
const OPERATOR = /[\t\n ]*[&^]/y;
/** Where no operand can start. */
const NO_OPERAND = /[\t\n ,;)!&^]|$/y;

export const NOTHING: Value = { shelves: new Map(), written: [] };

/** Reads the whole text: lists of chains of operands, and what they stand for. */
export function readTree(source: Source, limit: number): Tree {
  const { text } = source;
  const items: Item[] = [];
  const exclusions: Exclusion[] = [];
  const faults: Fault[] = [];
  let listed: readonly Item[] = [];
  let excludedOnly: Place | undefined;
  let at = 0;
  let depth = 0;
  /** The first operator of the last chain. */
  let chained = '';

  const skip = (pattern: RegExp): boolean => {
    const found = matchesAt(pattern, text, at);
    if (found) at = pattern.lastIndex;
    return found;
  };

  /** The operator that follows, if one does. */
  const skipOperator = (): string => (skip(OPERATOR) ? (text[at - 1] as string) : '');

  const keep = (item: Item): Item => {
    if (item.wrong !== undefined) faults.push(item.wrong);
    items.push(item);
    return item;
  };

  /** Keeps a mistake as an item, so that it is shown in its place. */
  const wrongItem = (index: number, wrong: Fault, next: number): Item => {
    const length = Math.min(wrong.index + wrong.length, text.length) - index;
    at = next;
    return keep({ index, length, exclude: false, hostAt: index, port: 0, user: '', wrong });
  };

  /** Reads a list up to the closing parenthesis of the one at `open`, or to the end of the text. */
  const readList = (open: number, exclude: boolean): Value => {
    const included: Operand[] = [];
    const excluded: Operand[] = [];
    const first = items.length;
    const close = open < 0 ? undefined : ')';
    skip(SEPARATORS);
    const start = at;
    let operator = '';
    while (at < text.length && text[at] !== close) {
      if (text[at] === '!') excluded.push(readExclusion());
      else {
        included.push(readChain(exclude));
        operator ||= chained;
      }
      skip(SEPARATORS);
    }
    if (operator !== '' && included.length > 1)
      faults.push(fault('mixed-operators', start, at - start, { first: ',', second: operator }));
    if (open < 0) listed = included.filter(isItem);
    else if (at === text.length) faults.push(fault('missing-paren', open, 1));
    else at++;
    return guarded(faults, NOTHING, () => {
      const all = unionOf(included);
      if (excluded.length === 0) return all;
      if (included.length === 0) excludedOnly ??= items[first] ?? { index: start, length: 0 };
      exclusions.push({ excluded, from: all.shelves });
      // The place of an exclusion in its list does not matter.
      return { ...all, shelves: excludeShelves(all.shelves, unionOf(excluded).shelves) };
    });
  };

  const readExclusion = (): Operand => {
    const mark = at++;
    skip(BLANKS);
    if (matchesAt(NO_OPERAND, text, at))
      return wrongItem(mark, fault('missing-operand', mark, 1, { operator: '!' }), at);
    const operand = readOperand(true, mark);
    const second = skipOperator();
    if (second !== '') faults.push(fault('mixed-operators', mark, at - mark, { first: '!', second }));
    return operand;
  };

  /** Reads operands with `&` (in both) and `^` (in one of both) between, and combines them from left to right. */
  const readChain = (exclude: boolean): Operand => {
    let value = readOperand(exclude, at);
    let count = 0;
    let first = '';
    for (let operator = skipOperator(); operator !== ''; operator = skipOperator()) {
      const index = at - 1;
      skip(GAP);
      if (matchesAt(NO_OPERAND, text, at)) {
        faults.push(fault('missing-operand', index, 1, { operator }));
        break;
      }
      const [left, right] = [value, readOperand(exclude, at)];
      first ||= operator;
      if (++count <= MAX_OPERATORS)
        value = guarded(faults, NOTHING, () =>
          combine(valueOf(left), valueOf(right), operator === '&' ? INTERSECTION : SYMMETRIC),
        );
      else if (count === MAX_OPERATORS + 1)
        faults.push(fault('too-complex', index, 1, { limit: MAX_OPERATORS, why: 'operators' }));
    }
    chained = first;
    return value;
  };

  const readOperand = (exclude: boolean, from: number): Operand => {
    const sign = text[at] as string;
    if (sign === '(' && depth < MAX_DEPTH) {
      depth++;
      const value = readList(at++, exclude);
      depth--;
      return value;
    }
    if (sign === '(')
      return wrongItem(
        at,
        fault('too-complex', at, 1, { limit: MAX_DEPTH, why: 'parentheses' }),
        text.length,
      );
    if (/[&^)]/.test(sign)) return wrongItem(at, fault('unexpected', at, 1, { found: sign }), at + 1);
    if (items.length >= limit) return wrongItem(at, fault('too-many-items', at, 0, { limit }), text.length);
    const item = readItem(source, from, at, exclude, items.at(-1));
    at = source.end;
    return keep(item);
  };

  const value = readList(-1, false);
  if (excludedOnly !== undefined && faults.length === 0) {
    const { index, length } = excludedOnly;
    faults.push(
      fault('only-exclusions', index, length, { text: excerpt(text.slice(index, index + length)) }),
    );
  }
  return { ...value, items, listed, exclusions, faults };
}

/** Does some work on sets; one that needs more ranges than are reasonable is a mistake of the whole text. */
export function guarded<T>(faults: Fault[], otherwise: T, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error;
    faults.push(fault('too-complex', 0, 0, { limit: error.limit }));
    return otherwise;
  }
}

/** Tells an item from hosts. */
export function isItem(operand: Operand): operand is Item {
  return 'index' in operand;
}

function valueOf(operand: Operand): Value {
  return isItem(operand) ? unionOf([operand]) : operand;
}

function unionOf(operands: readonly Operand[]): Value {
  const builder = new ShelfBuilder();
  const written: Written[] = [];
  const groups = new Set<Pattern>();
  for (const operand of operands) {
    if (!isItem(operand)) {
      builder.addShelves(operand.shelves);
      for (const item of within(operand)) written.push(item);
      continue;
    }
    const { pattern, index, length } = operand;
    if (pattern === undefined || groups.has(pattern)) continue;
    builder.add(pattern, operand.port);
    if (pattern.kind !== 'set') written.push(operand as Item & { pattern: HostPattern });
    else {
      groups.add(pattern);
      // What a group wrote stands where the group is named.
      for (const item of within(pattern)) written.push({ ...item, index, length });
    }
  }
  return { shelves: builder.build(), written };
}

/** The items of a value, of which only its hosts count. */
function within({ written, shelves }: Value): Written[] {
  return written.map((item) => ({ ...item, within: [...(item.within ?? []), shelves] }));
}
