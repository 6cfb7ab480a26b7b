import { matchAt } from './characters.ts';
import { fault, type Fault } from './fault.ts';
import { type Item, readItem } from './items.ts';
import type { Source } from './source.ts';

/** Members between separators: the whole spec, or what stands in parentheses. */
export interface Group {
  readonly type: 'group';
  readonly members: readonly Member[];
}

/** Operands joined by `&` (in both) and `^` (in one of both), from left to right. */
export interface Chain {
  readonly type: 'chain';
  readonly first: Node;
  readonly rest: readonly { readonly operator: string; readonly node: Node }[];
}

/** What can be an operand. */
export type Node = Item | Group | Chain;

/** A node that is added, or taken out of the group it stands in. */
export interface Member {
  readonly exclude: boolean;
  readonly node: Node;
}

/** A spec as it is nested, its items in the order of the text, and the mistakes. */
export interface Tree {
  readonly root: Group;
  readonly items: readonly Item[];
  readonly faults: Fault[];
}

/** Parentheses inside parentheses; people write two. */
const MAX_DEPTH = 32;

/** Operators in one chain: every one is a pass over all that was written before it. */
const MAX_OPERATORS = 64;

const BLANKS = /[\t ]*/y;
/** Blanks and newlines: an operator may stand at the start of a line. */
const GAP = /[\t\n ]*/y;
const SEPARATORS = /[\t\n ,;]*/y;
const OPERATOR = /[\t\n ]*([&^])/y;
/** Where no operand can start. */
const NO_OPERAND = /[\t\n ,;)!&^]|$/y;

/** Reads the whole text. */
export function readTree(source: Source, limit: number): Tree {
  const { text } = source;
  const items: Item[] = [];
  const faults: Fault[] = [];
  let at = 0;
  let depth = 0;

  const skip = (pattern: RegExp): string => {
    const match = matchAt(pattern, text, at);
    if (match !== null) at = pattern.lastIndex;
    return match?.[1] ?? '';
  };

  /** Keeps a mistake as an item, so that it is shown in its place. */
  const wrongItem = (index: number, wrong: Fault, next: number): Item => {
    const length = Math.min(wrong.index + wrong.length, text.length) - index;
    const item: Item = { type: 'item', index, length, exclude: false, hostAt: index, port: 0, user: '' };
    faults.push(wrong);
    items.push(item);
    at = next;
    return item;
  };

  /** Reads members up to the closing parenthesis of the one at `open`, or to the end of the text. */
  const readGroup = (open: number, excluded: boolean): Group => {
    const members: Member[] = [];
    let operator = '';
    skip(SEPARATORS);
    const start = at;
    const close = open < 0 ? undefined : ')';
    while (at < text.length && text[at] !== close) {
      const member = readMember(excluded);
      members.push(member);
      if (member.node.type === 'chain') operator ||= member.node.rest[0]?.operator ?? '';
      skip(SEPARATORS);
    }
    if (operator !== '' && members.filter(({ exclude }) => !exclude).length > 1) {
      const params = { first: ',', second: operator };
      faults.push(fault('mixed-operators', start, at - start, params));
    }
    if (open >= 0 && at === text.length) faults.push(fault('missing-paren', open, 1));
    else if (open >= 0) at++;
    return { type: 'group', members };
  };

  const readMember = (excluded: boolean): Member => {
    if (text[at] !== '!') return { exclude: false, node: readChain(excluded) };
    const mark = at++;
    skip(BLANKS);
    if (matchAt(NO_OPERAND, text, at) !== null)
      return {
        exclude: true,
        node: wrongItem(mark, fault('missing-operand', mark, 1, { operator: '!' }), at),
      };
    const node = readOperand(true, mark);
    const operator = skip(OPERATOR);
    if (operator !== '')
      faults.push(fault('mixed-operators', mark, at - mark, { first: '!', second: operator }));
    return { exclude: true, node };
  };

  const readChain = (excluded: boolean): Node => {
    const first = readOperand(excluded, at);
    const rest: { operator: string; node: Node }[] = [];
    for (let operator = skip(OPERATOR); operator !== ''; operator = skip(OPERATOR)) {
      const index = at - 1;
      skip(GAP);
      if (matchAt(NO_OPERAND, text, at) !== null) {
        faults.push(fault('missing-operand', index, 1, { operator }));
        break;
      }
      rest.push({ operator, node: readOperand(excluded, at) });
      if (rest.length === MAX_OPERATORS + 1)
        faults.push(fault('too-complex', index, 1, { limit: MAX_OPERATORS, why: 'operators' }));
    }
    return rest.length === 0 ? first : { type: 'chain', first, rest: rest.slice(0, MAX_OPERATORS) };
  };

  const readOperand = (exclude: boolean, from: number): Node => {
    const sign = text[at] as string;
    if (sign === '(' && depth < MAX_DEPTH) {
      depth++;
      const group = readGroup(at++, exclude);
      depth--;
      return group;
    }
    if (sign === '(')
      return wrongItem(
        at,
        fault('too-complex', at, 1, { limit: MAX_DEPTH, why: 'parentheses' }),
        text.length,
      );
    if (/[&^)]/.test(sign)) return wrongItem(at, fault('unexpected', at, 1, { found: sign }), at + 1);
    if (items.length >= limit) return wrongItem(at, fault('too-many-items', at, 0, { limit }), text.length);
    const { item, wrong } = readItem(source, from, at, exclude, items.at(-1));
    if (wrong !== undefined) faults.push(wrong);
    items.push(item);
    at = source.end;
    return item;
  };

  const root = readGroup(-1, false);
  return { root, items, faults };
}
