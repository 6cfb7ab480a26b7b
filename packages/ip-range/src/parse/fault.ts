import type { ErrorCode, IssueParams } from '../types.ts';

/** A mistake as the readers hand it up: the code and the place; sentences and line numbers are added later. */
export interface Fault {
  readonly fault: ErrorCode;
  readonly index: number;
  readonly length: number;
  readonly params: IssueParams;
  /** The one certain correction: replace this stretch by this text. */
  readonly fix?: Fix;
}

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
  return fix === undefined
    ? { fault: code, index, length, params }
    : { fault: code, index, length, params, fix };
}

/** Tells a mistake from a result. */
export function isFault(value: object): value is Fault {
  return 'fault' in value;
}

/** `U+200B`. */
export function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
