import type { ErrorCode, IssueCode, IssueParams, WarningCode } from '../types.ts';

/** What is to be said about a place of the text; sentences and line numbers are added later. */
export interface Note<Code extends IssueCode> {
  readonly code: Code;
  readonly index: number;
  readonly length: number;
  readonly params: IssueParams;
  /** The one certain correction: replace this stretch by this text. */
  readonly fix?: Fix | undefined;
}

/** A mistake. */
export type Fault = Note<ErrorCode>;

/** A warning. */
export type Remark = Note<WarningCode>;

/** A replacement of `length` units at `index`. */
export interface Fix {
  readonly index: number;
  readonly length: number;
  readonly text: string;
}

/** Makes a {@link Fault}. */
export function fault(
  code: ErrorCode,
  index: number,
  length: number,
  params: IssueParams = {},
  fix?: Fix,
): Fault {
  return { code, index, length, params, fix };
}

/** Tells a mistake from a result. */
export function isFault(value: object): value is Fault {
  return 'code' in value;
}

/** `U+200B`. */
export function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
