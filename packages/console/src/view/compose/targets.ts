import { tryParse, type HostClass, type HostSet, type Issue, type ParsedItem } from '@rollcall/ip-range';
import { targetLabel, type HostGroup, type Locale } from '@rollcall/protocol';
import { lookUpIn } from './group-sets.ts';

/** A mistake or warning; of an unknown group in words that know of sources. */
export interface Remarkable extends Issue {
  words?: Record<Locale, { message: string; hint: string }>;
}

/** How many hosts of a kind there are, and the first of them by number. */
export interface ClassCount {
  class: HostClass;
  count: bigint;
  first: string;
}

/** What the text of the Targets field means, for everything that shows it. Plain data: it comes from a worker, too. */
export interface Targets {
  text: string;
  /** `reading`: nothing but the text is known yet. `listing`: everything but hosts and squares. */
  state: 'reading' | 'listing' | 'read';
  /** Different hosts of the parts without mistake; over 2^53 where the text says so. */
  count: bigint;
  /** More hosts than one run may have; then `hosts` is empty. */
  overLimit: boolean;
  /** Nothing but blanks and separators. */
  isEmpty: boolean;
  /** Whether a group is named. */
  asksForGroups: boolean;
  /** The first 10,000 parts of `itemCount`. */
  items: readonly ParsedItem[];
  itemCount: number;
  /** The first 1,000 of `mistakeCount`. */
  mistakes: readonly Remarkable[];
  mistakeCount: number;
  /** The first 1,000. */
  warnings: readonly Remarkable[];
  /** In the order of {@link HostClass}: what to be careful with first. */
  classes: readonly ClassCount[];
  /** In the order of calling, each with its port and user where one was written. */
  hosts: readonly string[];
  /** As `hosts`, and between them those that an exclusion leaves out, as long as they can be told apart on screen. */
  squares: readonly string[];
  /** Places in `squares` of what is left out. */
  leftOut: ReadonlySet<number>;
}

/** What is known of a text before it is read. */
export function unread(text: string): Targets {
  return { ...NOTHING, text, state: 'reading' };
}

const NOTHING: Omit<Targets, 'text' | 'state'> = {
  count: 0n,
  overLimit: false,
  isEmpty: false,
  asksForGroups: false,
  items: [],
  itemCount: 0,
  mistakes: [],
  mistakeCount: 0,
  warnings: [],
  classes: [],
  hosts: [],
  squares: [],
  leftOut: new Set(),
};

/** Parts and issues that travel to the page; nobody reads more, and 10,000 parts take 5 ms to arrive. */
const MAX_ITEMS = 10_000;
const MAX_ISSUES = 1_000;
/** Squares over this are too small for a hatching; without what is left out the picture stays that of the run. */
const MAX_HATCHED = 1_600;

/** What a text is read with. */
export interface ReadOptions {
  maxHosts: number;
  /** The groups of the server; null while they are not known, then a text that names one stays unread. */
  groups?: readonly HostGroup[] | null;
  /** More hosts than this are counted, but not listed; all when absent. */
  listed?: number;
}

/** Reads the Targets field. Pure and linear: 10,000 hosts are listed, more are only counted. */
export function readTargets(text: string, options: ReadOptions): Targets {
  const { maxHosts, groups = [], listed = Number.POSITIVE_INFINITY } = options;
  const lookup = lookUpIn(groups ?? NO_GROUPS);
  const result = tryParse(text, lookup);
  if (groups === null && lookup.asked) return unread(text);
  const { set, items } = result;
  const count = set.size;
  const overLimit = count > BigInt(maxHosts);
  const faults = result.ok ? [] : result.errors;
  const inWords = (issue: Issue): Remarkable => withWords(issue, text, lookup.explain);
  const read: Targets = {
    ...NOTHING,
    text,
    state: 'read',
    count,
    overLimit,
    isEmpty: items.length === 0 && result.ok,
    asksForGroups: lookup.asked,
    items: items.slice(0, MAX_ITEMS),
    itemCount: items.length,
    mistakes: faults.slice(0, MAX_ISSUES).map(inWords),
    mistakeCount: faults.length,
    warnings: result.warnings.slice(0, MAX_ISSUES).map(inWords),
    classes: set
      .classes()
      .map((part) => ({ class: part.class, count: part.set.size, first: part.set.at(0)! })),
  };
  if (overLimit) return read;
  if (count > listed) return { ...read, state: 'listing' };
  const hosts = Array.from(set.inOrder(), targetLabel);
  const whole = wholeOf(text, items, (part) => tryParse(part, lookup).set);
  return { ...read, hosts, ...squaresOf(hosts, whole, set) };
}

const NO_GROUPS: readonly HostGroup[] = [];

function withWords(issue: Issue, text: string, explain: ReturnType<typeof lookUpIn>['explain']): Remarkable {
  if (issue.code !== 'unknown-group') return issue;
  const written = text.slice(issue.index, issue.index + issue.length);
  const name = String(issue.params['group']);
  const [en, zh] = [explain(name, written, 'en'), explain(name, written, 'zh')];
  return en && zh ? { ...issue, words: { en, zh } } : issue;
}

/** All hosts that are written, exclusions not applied; null where nothing is excluded, or where `&` and `^` leave out, too. */
function wholeOf(
  text: string,
  items: readonly ParsedItem[],
  read: (part: string) => HostSet,
): HostSet | null {
  if (/[&^＆＾]/.test(text) || !items.some(({ kind }) => kind === 'exclude')) return null;
  const included = items.filter(({ kind }) => kind === 'include').map((item) => item.text);
  return read(included.join('\n'));
}

function squaresOf(
  hosts: readonly string[],
  whole: HostSet | null,
  set: HostSet,
): Pick<Targets, 'squares' | 'leftOut'> {
  if (whole === null || whole.size > MAX_HATCHED) return { squares: hosts, leftOut: new Set() };
  const out = new Set(Array.from(whole.difference(set).inOrder(), targetLabel));
  const squares = Array.from(whole.inOrder(), targetLabel);
  return { squares, leftOut: new Set(squares.flatMap((host, at) => (out.has(host) ? at : []))) };
}

/** The mistake at the caret, else the nearest one before it, else the first; -1 without mistakes. */
export function mistakeAt(mistakes: readonly Issue[], caret: number): number {
  const at = mistakes.findLastIndex(({ index }) => index <= caret);
  return mistakes.length === 0 ? -1 : Math.max(0, at);
}

/** The mistake that F8 (`step` 1) or Shift F8 (-1) goes to from a selection, round the end; undefined without mistakes. */
export function nextMistake<T extends Issue>(
  mistakes: readonly T[],
  selection: { start: number; end: number },
  step: 1 | -1,
): T | undefined {
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
