import type { ErrorCode, IssueCode, IssueParams, WarningCode } from '../types.ts';
import { excerpt } from './characters.ts';

/** What is to be said about a place of the text; sentences and line numbers are added later. */
export interface Note<Code extends IssueCode> extends Place {
  readonly code: Code;
  readonly params: IssueParams;
  /** What to replace; the hint shows it as `fixed`. */
  readonly fix?: Fix | undefined;
}

/** A mistake. Readers throw it; what reads the item catches it. */
export type Fault = Note<ErrorCode>;

/** A warning. */
export type Remark = Note<WarningCode>;

/** A stretch of the text. */
export interface Place {
  readonly index: number;
  readonly length: number;
}

/** A replacement of a stretch. */
export interface Fix extends Place {
  readonly text: string;
  /** It is one of several that may be meant: shown in the hint, but not offered as a correction. */
  readonly unsure?: boolean;
}

/** Makes a {@link Fault}; a fix without a place replaces the place of the fault. */
export function fault(
  code: ErrorCode,
  index: number,
  length: number,
  params: IssueParams = {},
  fix?: string | Fix,
): Fault {
  return { code, index, length, params, fix: typeof fix === 'string' ? { index, length, text: fix } : fix };
}

/** Tells a mistake from an error of the program. */
export function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && !(thrown instanceof Error);
}

/**
 * What a text that could not be read probably was meant to be. The place is all that the pattern matched, or the group
 * `at` at its end; the other groups are the values of the sentence. `why` chooses among sentences, and `fix` is what
 * the match has to be replaced by (as in `String.replace`).
 */
export type Row = readonly [
  code: ErrorCode,
  is: RegExp,
  why?: string | undefined,
  fix?: string,
  unsure?: boolean,
];

/** Throws the fault of the first row that matches `subject`, which starts at `index` of the text, if one does. */
export function suspect(rows: readonly Row[], subject: string, index: number): void {
  for (const [code, is, why, fix, unsure = false] of rows) {
    const match = is.exec(subject);
    if (match === null) continue;
    const { at, char, ...params } = match.groups ?? {};
    for (const name in params) params[name] = excerpt(params[name] ?? '');
    if (why !== undefined) params.why = why;
    if (char !== undefined) Object.assign(params, { char, code: codePoint(char) });
    const start = match.index;
    const { length } = match[0];
    const end = start + length;
    const place = at?.length ?? length;
    const fixed = fix === undefined ? undefined : subject.replace(is, fix);
    throw fault(
      code,
      index + end - place,
      place,
      params,
      fixed === undefined
        ? undefined
        : {
            index: index + start,
            length,
            text: fixed.slice(start, fixed.length - (subject.length - end)),
            unsure,
          },
    );
  }
}

/** As {@link suspect}, for rows of which one always matches. */
export function diagnose(rows: readonly Row[], subject: string, index: number): never {
  suspect(rows, subject, index);
  throw new RangeError(subject);
}

/** `U+200B`. */
function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
