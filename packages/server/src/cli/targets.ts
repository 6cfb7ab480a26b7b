import { formatIssue, type HostSet, type Issue } from '@rollcall/ip-range';
import { countWords, cutToCells, MAX_HOSTS_PER_RUN, visibleText, type RunTarget } from '@rollcall/protocol';
import { applyInventory } from '../inventory/apply.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readRange } from '../inventory/read-range.ts';
import { judgeTargets, specialWords } from '../run/target-policy.ts';
import { targetsOf } from '../run/targets.ts';
import { CliError } from './cli-error.ts';
import { inventoryError } from './inventory.ts';

/** What a host range names. */
export interface NamedHosts {
  set: HostSet;
  /** What a person should know, a line each. */
  warnings: string[];
}

/** Mistakes and warnings shown at most; the rest is counted, since a pasted page of prose has hundreds. */
const ISSUES_SHOWN = 5;

/**
 * Reads a host range as typed, with the groups of an inventory.
 * @throws CliError that draws every mistake under its place, or says that no host is named
 */
export function readTargets(text: string, inventory: Inventory): NamedHosts {
  const { problem } = inventory;
  const result = readRange(text, inventory);
  if (problem && result.asksForGroups) throw inventoryError(problem);
  if (!result.ok) throw rangeError(text, result.errors);
  if (result.set.isEmpty) throw new CliError('the host range names no host', EXAMPLES);
  const aside = problem ? [`the inventory is not used: ${problem.message}`] : [];
  return { set: result.set, warnings: [...aside, ...warningLines(text, result.warnings)] };
}

/**
 * The hosts of one run in the order in which they are called, with what the inventory says of them.
 * @throws CliError with the count when there are more than a run may have, or with the addresses that policy refuses
 */
export function runTargets(set: HostSet, inventory: Inventory, allowSpecial: boolean): RunTarget[] {
  if (set.size > MAX_HOSTS_PER_RUN) {
    const limit = countWords(MAX_HOSTS_PER_RUN, 'en');
    throw new CliError(`${set.size.toLocaleString('en')} hosts are too many: a run has at most ${limit}`, [
      'Ask for fewer hosts, or for one part after the other.',
    ]);
  }
  const { refused } = judgeTargets(set, allowSpecial);
  if (refused.length > 0)
    throw new CliError(`these addresses are not called: ${specialWords(refused, 'en')}`, [
      'Leave them out with !, or give --allow-special if you mean them.',
    ]);
  return applyInventory(targetsOf(set), inventory);
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

/** The warnings of a host range, a line each: the item, what about it, what to do. */
function warningLines(text: string, warnings: readonly Issue[]): string[] {
  const lines = warnings.slice(0, ISSUES_SHOWN).map(({ index, length, message, hint }) => {
    const item = cutToCells(visibleText(text.slice(index, index + length)), 40);
    const named = item !== '' && !message.startsWith(item);
    return [named ? `${item}:` : '', message, hint ?? ''].filter((part) => part !== '').join(' ');
  });
  const rest = warnings.length - lines.length;
  return rest > 0 ? [...lines, `and ${countWords(rest, 'en')} more like these`] : lines;
}
