import { HostRangeError } from '../errors.ts';
import { enErrors } from '../messages/en-errors.ts';
import { say, type Sentence } from '../messages/sentence.ts';
import type { Issue, IssueCode } from '../types.ts';
import type { Fault, Note } from './fault.ts';

/** Corrected specs are offered for this many mistakes; in a text with more the rest come without. */
const MAX_SUGGESTIONS = 20;

/**
 * Gives each note its sentences, its line and column, and its correction as a whole corrected spec.
 * @param notes in the order of the text
 */
export function issuesOf<Code extends IssueCode>(
  spec: string,
  notes: readonly Note<Code>[],
  sentences: Readonly<Record<Code, Sentence>>,
): Issue[] {
  if (notes.length === 0) return [];
  const newlines = spec.matchAll(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g);
  const starts = [0, ...Array.from(newlines, (match) => match.index + match[0].length)];
  let line = 1;
  let suggestions = 0;
  return notes.map(({ code, index, length, params, fix }) => {
    while ((starts[line] ?? Infinity) <= index) line++;
    const [message = code, hint] = sentences[code].map((template) => say(template, params));
    const issue: Issue = {
      code,
      message,
      index,
      length,
      line,
      column: index - (starts[line - 1] as number) + 1,
      params,
    };
    if (hint !== undefined) issue.hint = hint;
    if (fix !== undefined && suggestions++ < MAX_SUGGESTIONS)
      issue.suggestion = spec.slice(0, fix.index) + fix.text + spec.slice(fix.index + fix.length);
    return issue;
  });
}

/** The error of a spec with these mistakes. */
export function refusal(spec: string, faults: readonly Fault[]): HostRangeError {
  return new HostRangeError(spec, issuesOf(spec, faults, enErrors));
}
