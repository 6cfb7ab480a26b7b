import type { IssueCode, IssueParams } from '../types.ts';

/** What is wrong, and what to do about it; both whole sentences. */
export interface Sentence {
  readonly message: (params: IssueParams) => string;
  /** Undefined when there is nothing to add for these params. */
  readonly hint?: (params: IssueParams) => string | undefined;
}

/** One locale: a sentence for every code. */
export type Sentences = Record<IssueCode, Sentence>;

/** A count with thousands marks. */
export function grouped(value: string | number | undefined): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
