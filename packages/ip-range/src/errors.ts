import type { Issue } from './types.ts';

/**
 * What is wrong with a spec: every bad place at once, in the order of the text.
 * `message` is the first issue's sentence (and how many more there are); `format()` draws the places.
 */
export class HostRangeError extends Error {
  override readonly name = 'HostRangeError';
  readonly issues: readonly Issue[];
  readonly #spec: string;

  constructor(spec: string, issues: readonly Issue[]) {
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    super(`${issues[0]?.message ?? 'Not a host range.'}${more}`);
    this.issues = issues;
    this.#spec = spec;
  }

  /** For each issue: the line, a caret run under the place, the message and the hint. Plain text, no colours. */
  format(): string {
    return this.issues.map((issue) => formatIssue(this.#spec, issue)).join('\n\n');
  }
}

/** `toArray()` was asked for more hosts than its limit. */
export class TooManyHostsError extends Error {
  override readonly name = 'TooManyHostsError';
  readonly code = 'too-many-hosts';
  readonly size: bigint;
  readonly limit: number;

  constructor(size: bigint, limit: number) {
    super(
      `${size.toLocaleString('en')} hosts, the limit is ${limit.toLocaleString('en')}. Iterate, or raise \`limit\`.`,
    );
    this.size = size;
    this.limit = limit;
  }
}

/** The longest part of a line that is drawn; a line of 1 MiB helps nobody. */
const WINDOW = 100;

/** Where a place is, for people. */
const PLACES = {
  en: (line: number, column: number) => ` (line ${line}, column ${column})`,
  zh: (line: number, column: number) => `（第 ${line} 行第 ${column} 列）`,
};

/**
 * Draws one issue under its line of `spec`, as {@link HostRangeError.format} does for all of them.
 * @param locale of the place; message and hint are taken as they are
 */
export function formatIssue(spec: string, issue: Issue, locale: keyof typeof PLACES = 'en'): string {
  const { index, length, line, column, message, hint } = issue;
  const [text = ''] = spec.slice(index - column + 1).split(/[\n\r\u2028\u2029]/u, 1);
  const from = Math.max(0, column - 1 - WINDOW / 2);
  const shown = text.slice(from, from + WINDOW).replaceAll('\t', ' ');
  const head = from > 0 ? '…' : '';
  const tail = from + WINDOW < text.length ? '…' : '';
  const at = column - 1 - from;
  const indent = ' '.repeat(displayWidth(head + shown.slice(0, at)));
  const carets = '^'.repeat(displayWidth(shown.slice(at, at + length)) || 1);
  const picture = `${head}${shown}${tail}\n${indent}${carets} ${message}${PLACES[locale](line, column)}`;
  return hint === undefined ? picture : `${picture}\n  ${hint}`;
}

/** Two columns of a terminal each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/gu;

function displayWidth(text: string): number {
  return Array.from(text.replace(WIDE, '  ')).length;
}
