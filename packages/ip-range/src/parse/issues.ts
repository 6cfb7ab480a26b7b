import { en } from '../messages/en.ts';
import type { Issue, IssueCode, IssueParams } from '../types.ts';
import type { Fault, Fix } from './fault.ts';

/** Corrected specs are offered for this many mistakes; in a text with more the rest come without. */
const MAX_SUGGESTIONS = 20;

/** Turns places and codes into issues with sentences, lines and columns. */
export class IssueMaker {
  readonly #spec: string;
  #lines: number[] | undefined;
  #suggestions = 0;

  constructor(spec: string) {
    this.#spec = spec;
  }

  /** Makes one issue; `fix` becomes a whole corrected spec. */
  make(code: IssueCode, index: number, length: number, params: IssueParams, fix?: Fix): Issue {
    const lines = (this.#lines ??= lineStarts(this.#spec));
    const line = lineOf(lines, index);
    const hint = en[code].hint?.(params);
    const suggestion = fix === undefined ? undefined : this.#suggest(fix);
    return {
      code,
      message: en[code].message(params),
      index,
      length,
      line: line + 1,
      column: index - (lines[line] as number) + 1,
      ...(hint === undefined ? {} : { hint }),
      ...(suggestion === undefined ? {} : { suggestion }),
      params,
    };
  }

  /** Makes the issue of a mistake. */
  fault(wrong: Fault): Issue {
    return this.make(wrong.fault, wrong.index, wrong.length, wrong.params, wrong.fix);
  }

  #suggest(fix: Fix): string | undefined {
    if (this.#suggestions >= MAX_SUGGESTIONS) return undefined;
    this.#suggestions++;
    return this.#spec.slice(0, fix.index) + fix.text + this.#spec.slice(fix.index + fix.length);
  }
}

function lineStarts(spec: string): number[] {
  const starts = [0];
  for (const match of spec.matchAll(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g))
    starts.push(match.index + match[0].length);
  return starts;
}

/** The last line that starts at or before `index`. */
function lineOf(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
