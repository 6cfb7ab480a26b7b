import type { TargetReading } from './context.ts';
import { isBlank } from './characters.ts';
import type { Context } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { type Item, readItem, wrongItem } from './items.ts';

/** Members between separators: the whole spec, or what stands in parentheses. */
export interface Group {
  readonly type: 'group';
  readonly members: readonly Member[];
}

/** Operands joined by `&` (in both) and `^` (in one of both), from left to right. */
export interface Chain {
  readonly type: 'chain';
  readonly first: Node;
  readonly rest: readonly { readonly operator: '&' | '^'; readonly node: Node }[];
}

/** What can be an operand. */
export type Node = Item | Group | Chain;

/** A node that is added, or taken out of the group it stands in. */
export interface Member {
  readonly exclude: boolean;
  readonly node: Node;
}

/** A spec as it is nested, its items in the order of the text, and the mistakes of the nesting. */
export interface Tree {
  readonly root: Group;
  readonly items: readonly Item[];
  readonly faults: readonly Fault[];
}

/** Parentheses inside parentheses; people write two. */
const MAX_DEPTH = 32;

/** Operators in one chain: every one is a pass over all that was written before it. */
const MAX_OPERATORS = 64;

/** Reads the whole text. */
export function readTree(context: Context, limit: number): Tree {
  return new TreeReader(context, limit).read();
}

class TreeReader {
  readonly #context: Context;
  readonly #limit: number;
  readonly #items: Item[] = [];
  readonly #faults: Fault[] = [];
  #at = 0;
  #depth = 0;
  #before: TargetReading | undefined;

  constructor(context: Context, limit: number) {
    this.#context = context;
    this.#limit = limit;
  }

  read(): Tree {
    const root = this.#group(-1, false);
    return { root, items: this.#items, faults: this.#faults };
  }

  /** Reads members up to the closing parenthesis of the one at `open`, or to the end of the text. */
  #group(open: number, excluded: boolean): Group {
    const members: Member[] = [];
    let operator: { text: string; index: number } | undefined;
    let start = -1;
    for (;;) {
      this.#skip(isSeparator);
      const code = this.#code();
      if (Number.isNaN(code)) {
        if (open >= 0) this.#faults.push(fault('missing-paren', open, 1));
        break;
      }
      if (code === 41 && open >= 0) {
        this.#at++;
        break;
      }
      if (start < 0) start = this.#at;
      const member = this.#member(excluded);
      members.push(member);
      if (member.node.type === 'chain' && operator === undefined) {
        operator = { text: member.node.rest[0]?.operator ?? '&', index: this.#at };
      }
    }
    if (operator !== undefined && members.filter((member) => !member.exclude).length > 1) {
      const length = Math.max(1, this.#at - start - (open >= 0 ? 1 : 0));
      this.#faults.push(fault('mixed-operators', start, length, { first: ',', second: operator.text }));
    }
    return { type: 'group', members };
  }

  #member(excluded: boolean): Member {
    if (this.#code() !== 33) return { exclude: false, node: this.#chain(excluded) };
    const mark = this.#at++;
    this.#skip(isBlank);
    if (this.#endsOperand()) {
      return { exclude: true, node: this.#wrong(mark, fault('missing-operand', mark, 1, { operator: '!' })) };
    }
    const node = this.#operand(true, mark);
    const operator = this.#operator();
    if (operator === undefined) return { exclude: true, node };
    const params = { first: '!', second: operator.text };
    this.#faults.push(fault('mixed-operators', mark, operator.index + 1 - mark, params));
    this.#at = operator.index + 1;
    return { exclude: true, node };
  }

  #chain(excluded: boolean): Node {
    const first = this.#operand(excluded, this.#at);
    const rest: { operator: '&' | '^'; node: Node }[] = [];
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined) break;
      this.#at = operator.index + 1;
      this.#skip(isGap);
      if (this.#endsOperand()) {
        this.#faults.push(fault('missing-operand', operator.index, 1, { operator: operator.text }));
        break;
      }
      const node = this.#operand(excluded, this.#at);
      if (rest.length === MAX_OPERATORS) {
        const params = { limit: MAX_OPERATORS, why: 'operators' };
        this.#faults.push(fault('too-complex', operator.index, 1, params));
      }
      rest.push({ operator: operator.text, node });
    }
    return rest.length === 0 ? first : { type: 'chain', first, rest: rest.slice(0, MAX_OPERATORS) };
  }

  /** The operator that follows, if there is one. */
  #operator(): { text: '&' | '^'; index: number } | undefined {
    let index = this.#at;
    while (isGap(this.#context.text.charCodeAt(index))) index++;
    const code = this.#context.text.charCodeAt(index);
    return code === 38 ? { text: '&', index } : code === 94 ? { text: '^', index } : undefined;
  }

  #operand(excluded: boolean, from: number): Node {
    const code = this.#code();
    if (code === 40) return this.#parenthesis(excluded);
    if (code === 38 || code === 94 || code === 41) {
      const found = this.#context.text[this.#at] as string;
      return this.#wrong(this.#at, fault('unexpected', this.#at++, 1, { found }));
    }
    if (this.#items.length >= this.#limit) return this.#tooMany();
    const { item, reading } = readItem(this.#context, from, this.#at, excluded, this.#before);
    this.#before = reading;
    this.#items.push(item);
    this.#at = item.index + item.length;
    return item;
  }

  #parenthesis(excluded: boolean): Node {
    const open = this.#at++;
    if (this.#depth >= MAX_DEPTH) {
      this.#at = this.#context.text.length;
      return this.#wrong(open, fault('too-complex', open, 1, { limit: MAX_DEPTH, why: 'parentheses' }));
    }
    this.#depth++;
    const group = this.#group(open, excluded);
    this.#depth--;
    return group;
  }

  #tooMany(): Item {
    const wrong = fault('too-many-items', this.#at, 0, { limit: this.#limit });
    this.#at = this.#context.text.length;
    return this.#wrong(wrong.index, wrong);
  }

  /** Keeps a mistake as an item, so that it is shown in its place. */
  #wrong(from: number, wrong: Fault): Item {
    const item = wrongItem(from, wrong, this.#context);
    this.#items.push(item);
    return item;
  }

  /** Whether no operand can start here. */
  #endsOperand(): boolean {
    const code = this.#code();
    return (
      isSeparator(code) || Number.isNaN(code) || code === 41 || code === 33 || code === 38 || code === 94
    );
  }

  #code(): number {
    return this.#context.text.charCodeAt(this.#at);
  }

  #skip(skipped: (code: number) => boolean): void {
    while (skipped(this.#code())) this.#at++;
  }
}

function isSeparator(code: number): boolean {
  return code === 44 || code === 59 || isGap(code);
}

/** Blanks and newlines: an operator may stand at the start of a line. */
function isGap(code: number): boolean {
  return code === 32 || code === 9 || code === 10;
}
