import { formatIssue } from '@rollcall/ip-range';
import type { InventoryProblem, Locale, Words } from '@rollcall/protocol';

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
 * that silently lacks hosts, or settings that silently do not apply, are worse than none. `message` is in English.
 */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
  /** Counted from 1, the column in UTF-16 units. */
  readonly place: { file: string; line: number; column: number };
  readonly #text: string;
  readonly #span: Span;
  readonly #what: Words;
  readonly #hint: Words;

  /** @param hint what to write in its place */
  constructor({ path, text }: SourceFile, span: Span, what: Words, hint: Words) {
    const before = text.slice(0, span.from).split('\n');
    const place = { file: path, line: before.length, column: before.at(-1)!.length + 1 };
    super(`${path}:${place.line}:${place.column}: ${what.en} ${hint.en}`);
    this.place = place;
    this.#text = text;
    this.#span = span;
    this.#what = what;
    this.#hint = hint;
  }

  /** As the API tells it. */
  problem(locale: Locale): InventoryProblem {
    const message = [this.#what[locale], this.#hint[locale]].join(locale === 'zh' ? '' : ' ');
    return { message, ...this.place };
  }

  /** Place, what is wrong and what to write, on one line. */
  sentence(locale: Locale): string {
    const { file, line, column, message } = this.problem(locale);
    return `${file}:${line}:${column}: ${message}`;
  }

  /** The line with a caret run under the place, what is wrong and what to write; without the file. */
  drawing(locale: Locale): string {
    const { from, to } = this.#span;
    // The code is not shown; any will do.
    const issue = {
      code: 'bad-group',
      params: {},
      message: this.#what[locale],
      hint: this.#hint[locale],
      index: from,
      length: Math.max(0, to - from),
      line: this.place.line,
      column: this.place.column,
    } as const;
    return formatIssue(this.#text, issue, locale);
  }
}
