import { formatIssue } from '@rollcall/ip-range';
import type { InventoryProblem } from '@rollcall/protocol';

/** A place in a text, as offsets in UTF-16 units; the end is not part of it. */
export interface Span {
  from: number;
  to: number;
}

/** A file as it was read. */
export interface SourceFile {
  path: string;
  text: string;
}

/**
 * The first thing that is wrong with the inventory, and where. No part of the inventory is used while there is one: a group
 * that silently lacks hosts, or settings that silently do not apply, are worse than none.
 */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
  readonly problem: InventoryProblem;
  /** The line with a caret run under the place, what is wrong and what to write; without the file. */
  readonly drawing: string;

  /** @param hint what to write in its place */
  constructor({ path, text }: SourceFile, { from, to }: Span, what: string, hint: string) {
    const before = text.slice(0, from).split('\n');
    const line = before.length;
    const column = before.at(-1)!.length + 1;
    super(`${path}:${line}:${column}: ${what} ${hint}`);
    this.problem = { message: `${what} ${hint}`, file: path, line, column };
    const length = Math.max(0, to - from);
    // The code is not shown; any will do.
    const issue = {
      code: 'bad-group',
      params: {},
      message: what,
      hint,
      index: from,
      length,
      line,
      column,
    } as const;
    this.drawing = formatIssue(text, issue);
  }
}
