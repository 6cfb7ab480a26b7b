import { formatIssue, tryParse, type HostSet, type Issue } from '@rollcall/ip-range';
import { countWords, cutToCells, MAX_HOSTS_PER_RUN, visibleText, type RunTarget } from '@rollcall/protocol';
import { targetsOf } from '../run/targets.ts';
import { CliError } from './cli-error.ts';

/** What a host range names. */
export interface NamedHosts {
  set: HostSet;
  warnings: Issue[];
}

/** Mistakes and warnings shown at most; the rest is counted, since a pasted page of prose has hundreds. */
const ISSUES_SHOWN = 5;

/**
 * Reads a host range as typed.
 * @throws CliError that draws every mistake under its place, or says that no host is named
 */
export function readTargets(text: string): NamedHosts {
  const result = tryParse(text);
  if (!result.ok) throw rangeError(text, result.errors);
  if (result.set.isEmpty) throw new CliError('the host range names no host', EXAMPLES);
  return { set: result.set, warnings: result.warnings };
}

/**
 * The hosts of one run in the order in which they are called.
 * @throws CliError with the count when there are more than a run may have
 */
export function runTargets(set: HostSet): RunTarget[] {
  if (set.size > MAX_HOSTS_PER_RUN) {
    const limit = countWords(MAX_HOSTS_PER_RUN, 'en');
    throw new CliError(`${set.size.toLocaleString('en')} hosts are too many: a run has at most ${limit}`, [
      'Ask for fewer hosts, or for one part after the other.',
    ]);
  }
  return targetsOf(set);
}

const EXAMPLES = ['For example: 10.0.0.1-100, web[01-20], 10.0.0.0/24 !10.0.0.7'];

function rangeError(text: string, errors: readonly Issue[]): CliError {
  const drawn = errors.slice(0, ISSUES_SHOWN).flatMap((issue) => ['', ...drawing(text, issue)]);
  const rest = errors.length - ISSUES_SHOWN;
  const more = rest > 0 ? ['', `and ${rest} more`] : [];
  return new CliError(errors.length === 1 ? 'the host range has a mistake' : 'the host range has mistakes', [
    ...drawn,
    ...more,
  ]);
}

function drawing(text: string, issue: Issue): string[] {
  const { suggestion } = issue;
  const short = suggestion !== undefined && suggestion.length <= 70 && !suggestion.includes('\n');
  return [...formatIssue(text, issue).split('\n'), ...(short ? [`  try: ${suggestion}`] : [])];
}

/** The warnings of a host range for stderr, a line each: the item, what about it, what to do. */
export function warningLines(text: string, { warnings }: NamedHosts): string[] {
  const lines = warnings.slice(0, ISSUES_SHOWN).map(({ index, length, message, hint }) => {
    const item = cutToCells(visibleText(text.slice(index, index + length)), 40);
    const named = item !== '' && !message.startsWith(item);
    return [named ? `${item}:` : '', message, hint ?? ''].filter((part) => part !== '').join(' ');
  });
  const rest = warnings.length - lines.length;
  return rest > 0 ? [...lines, `and ${countWords(rest, 'en')} more like these`] : lines;
}
