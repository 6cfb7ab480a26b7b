import { tryParse, type HostSet, type Issue, type ParsedItem } from '@rollcall/ip-range';
import { targetLabel } from '@rollcall/protocol';

/** What the text of the Targets field means, for everything that shows it. */
export interface Targets {
  text: string;
  /** Different hosts of the parts without mistake; over 2^53 where the text says so. */
  count: bigint;
  /** More hosts than one run may have; then `hosts` is empty. */
  overLimit: boolean;
  /** Nothing but blanks and separators. */
  isEmpty: boolean;
  items: readonly ParsedItem[];
  mistakes: readonly Issue[];
  warnings: readonly Issue[];
  /** In the order of calling, each with its port and user where one was written. */
  hosts: readonly string[];
}

/** Reads the Targets field. Pure and linear: 10,000 hosts are listed, more are only counted. */
export function readTargets(text: string, maxHosts: number): Targets {
  const result = tryParse(text);
  const count = result.set.size;
  const overLimit = count > BigInt(maxHosts);
  return {
    text,
    count,
    overLimit,
    isEmpty: result.items.length === 0 && result.ok,
    items: result.items,
    mistakes: result.ok ? [] : result.errors,
    warnings: result.warnings,
    hosts: overLimit ? [] : hostsInOrder(result.set),
  };
}

function hostsInOrder(set: HostSet): string[] {
  return Array.from(set.inOrder(), targetLabel);
}

/** The mistake at the caret, else the nearest one before it, else the first; -1 without mistakes. */
export function mistakeAt(mistakes: readonly Issue[], caret: number): number {
  const at = mistakes.findLastIndex(({ index }) => index <= caret);
  return mistakes.length === 0 ? -1 : Math.max(0, at);
}

/** The mistake that F8 (`step` 1) or Shift F8 (-1) goes to from a selection, round the end; undefined without mistakes. */
export function nextMistake(
  mistakes: readonly Issue[],
  selection: { start: number; end: number },
  step: 1 | -1,
): Issue | undefined {
  if (step === 1) return mistakes.find(({ index }) => index >= selection.end) ?? mistakes[0];
  return mistakes.findLast(({ index, length }) => index + length <= selection.start) ?? mistakes.at(-1);
}

const SEPARATOR = /[\s,;，；、]/;

/**
 * What a suggestion changes, widened to whole parts of the list: for `10.0.0.9-1, web1` and
 * `10.0.0.1-9, web1` it is `10.0.0.1-9`. Empty when the suggestion only removes something.
 */
export function suggestedPart(text: string, suggestion: string): string {
  const shorter = Math.min(text.length, suggestion.length);
  let from = 0;
  while (from < shorter && text[from] === suggestion[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && text.at(-1 - tail) === suggestion.at(-1 - tail)) tail += 1;
  let to = suggestion.length - tail;
  while (from > 0 && !SEPARATOR.test(suggestion[from - 1]!)) from -= 1;
  while (to < suggestion.length && !SEPARATOR.test(suggestion[to]!)) to += 1;
  return suggestion.slice(from, to).trim();
}

/** Whether all addresses from the first to the last of an item are in it, so that "first to last" says all. */
export function isUnbroken(item: Pick<ParsedItem, 'first' | 'last' | 'count'>): boolean {
  const first = ipv4Number(item.first);
  const last = ipv4Number(item.last);
  if (first === null || last === null) return true;
  return BigInt(last - first) + 1n === item.count;
}

function ipv4Number(text: string | undefined): number | null {
  const octets = text === undefined ? null : /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?::\d+)?$/.exec(text);
  return octets ? octets.slice(1, 5).reduce((sum, octet) => sum * 256 + Number(octet), 0) : null;
}
