import { HostSet } from '../host-set.ts';
import { en } from '../messages/en.ts';
import type { Issue, ParsedItem, ParseOptions } from '../types.ts';
import { issuesOf, refusal } from './issues.ts';
import { plainQuad } from './ipv4.ts';
import type { Item } from './items.ts';
import { patternCount, patternEnds } from './pattern.ts';
import { readSpec } from './read-spec.ts';
import { remarksOn } from './remarks.ts';
import { guarded } from './tree.ts';

/** What {@link tryParse} found; with errors, `set` holds the hosts of the good items. */
export type ParseResult =
  | { ok: true; set: HostSet; items: ParsedItem[]; warnings: Issue[] }
  | { ok: false; errors: Issue[]; set: HostSet; items: ParsedItem[]; warnings: Issue[] };

/**
 * Reads a host range. The empty text is the empty set.
 * @throws HostRangeError with every bad place of the text
 */
export function parse(spec: string, options: ParseOptions = {}): HostSet {
  const reading = readSpec(spec, options);
  if (reading.faults.length > 0) throw refusal(spec, reading.faults);
  return HostSet.from(reading);
}

/**
 * Reads a host range and says everything about it: the hosts, each item with its count, errors and warnings.
 * Never throws, whatever the text; the work is linear in its length.
 */
export function tryParse(spec: string, options: ParseOptions = {}): ParseResult {
  const reading = readSpec(spec, options);
  const remarks = guarded(reading.faults, [], () => remarksOn(reading, options.cidrHosts === 'usable'));
  const errors = issuesOf(spec, reading.faults, en);
  const warnings = issuesOf(spec, remarks, en);
  const items = reading.items.map((item) => describe(spec, item));
  const set = HostSet.from(reading);
  return errors.length > 0 ? { ok: false, errors, set, items, warnings } : { ok: true, set, items, warnings };
}

function describe(spec: string, item: Item): ParsedItem {
  const { index, length, pattern } = item;
  const text = spec.slice(index, index + length);
  if (pattern === undefined) return { text, index, length, kind: 'error', count: 0n };
  const kind = item.exclude ? 'exclude' : 'include';
  // So are most items of long lists.
  if (plainQuad(text) >= 0) return { text, index, length, kind, count: 1n, first: text, last: text };
  return { text, index, length, kind, count: patternCount(pattern), ...patternEnds(pattern, item.port) };
}
