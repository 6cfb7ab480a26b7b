import { MAX_DIGITS, rankOf, runsOf } from '../sets/digits.ts';
import { lineOf } from '../sets/line.ts';
import type { IssueParams } from '../types.ts';
import { diagnose, fault, type Fault, type Fix, type Place, type Row } from './fault.ts';
import { formatIpv4, readOctet } from './ipv4.ts';

/** What a list stands for: octets or ranks of runs of digits as an inversion list, or single letters. */
export interface List {
  readonly line: readonly number[];
  readonly letters: string;
}

/** How a list is read. */
export interface ListOptions {
  /** What stands before it: `[` or `{`, or `.` for a plain list of octets. */
  readonly open: string;
  /** Separate ranges it may make. */
  readonly limit: number;
  /** Which octet it is (from 1); absent for runs of digits. */
  readonly part?: number;
  /** The address that the octet is the end of, were it 0; absent where no range of addresses may be meant. */
  readonly base?: number | undefined;
}

/** `7`, `1-9`, `1-9/2`, `1:9:2`, `1..9..2`, and ranges of letters. */
const ITEM = /^(\d+|[a-z])(?:-(\d+|[a-z])(?:\/(\d+))?|(:|\.\.)(\d+|[a-z])(?:\4(\d+))?)?$/i;

/** What an item probably was meant to be; the subject is the item after the sign its list begins with. */
const MISTAKES: readonly Row[] = [
  ['empty-range', /(?<=^.)$/],
  ['partial-wildcard', /^\.[^*]*(?<at>(?<char>\*))/],
  ['double-range', /^.[^-:]*-[^-:]*(?<at>-)/],
  ['open-range', /(?<=^\.)-$/, 'start', '0-255'],
  ['open-range', /(?<=^\.)-/, 'start', '0-'],
  ['open-range', /-$(?<=^\..*)/, 'end', '-255'],
  ['open-range', /(?<=^.)-/, 'start'],
  ['open-range', /-(?=\/|$)/, 'end'],
  ['bad-bracket-item', /(?<=^\{)(?<item>\w*)$/, 'braces'],
  ['bad-bracket-item', /(?<=^\[)(?<item>(\d+)\.\.(\d+))$/, 'dots', '$2-$3'],
  ['bad-step', /^.\w+(?:-\w+\/|:\w+:|\.\.\w+\.\.)(?<at>(?<step>[^:]*))$/],
  ['bad-bracket-item', /(?<=^.)(?<item>.*)/s, 'not-a-range'],
];

/** Reads a list of numbers and ranges that starts at `at`: a set of octets, or the inside of a bracket. */
export function readList(text: string, at: number, options: ListOptions): List {
  const { open, limit, part } = options;
  const octet = Number(text);
  if (open === '.' && octet >= 0 && octet < 256 && String(octet) === text)
    return { line: [octet, octet + 1], letters: '' };
  if (open === '.' && text === '*') return { line: [0, 256], letters: '' };
  const whole = { index: at - 1, length: text.length + 2 };
  if (text.trim() === '')
    throw open === '.' && part !== undefined
      ? fault('bad-ipv4', at, 0, { part })
      : fault('empty-bracket', whole.index, whole.length);
  const pairs: number[] = [];
  let letters = '';
  let index = at;
  for (const raw of text.split(',')) {
    const item = raw.trim();
    const start = index + raw.indexOf(item);
    const range = cut(item, start, open);
    if (range.letters) letters += lettersOf(range);
    else if (part === undefined) addRuns(range, limit, pairs);
    else addOctets(range, options, open === '.' ? undefined : whole, pairs);
    if (pairs.length / 2 > limit) throw fault('too-complex', whole.index, whole.length, { limit });
    if (letters !== '' && pairs.length > 0) throw wrongItem(range, 'mixed');
    index += raw.length + 1;
  }
  return { line: lineOf(pairs), letters: [...new Set(letters)].sort().join('') };
}

/** One item of a list. */
interface Range {
  readonly item: string;
  readonly index: number;
  readonly low: string;
  readonly high: string;
  readonly step: number;
  readonly letters: boolean;
}

function cut(item: string, index: number, open: string): Range {
  const [, low = '', dashed, dashStep, mark, marked, markStep] = ITEM.exec(item) ?? [];
  const high = dashed ?? marked;
  const step = Number(dashStep ?? markStep ?? 1);
  const letters = high !== undefined && /^[a-z]{2}$/i.test(low + high);
  const fits = open === '{' ? high !== undefined : mark !== '..';
  if (!fits || step < 1 || !(letters || /^\d+$/.test(low + (high ?? ''))))
    diagnose(MISTAKES, open + item, index - 1);
  return { item, index, low, high: high ?? low, step, letters };
}

function wrongItem({ item, index }: Range, why: string): Fault {
  return fault('bad-bracket-item', index, item.length, { why, item, limit: MAX_DIGITS });
}

function lettersOf(range: Range): string {
  const { low, high, step } = range;
  const [from, to] = [low.charCodeAt(0), high.charCodeAt(0)];
  if (from < 97 !== to < 97) throw wrongItem(range, 'letter-case');
  if (from > to) throw reversed(range);
  let letters = '';
  for (let code = from; code <= to; code += step) letters += String.fromCharCode(code).toLowerCase();
  return letters;
}

function reversed({ item, index, low, high }: Range): Fault {
  return fault(
    'reversed-range',
    index,
    item.length,
    { low, high },
    item.replace(/(\w+)(\W+)(\w+)/, '$3$2$1'),
  );
}

/** Adds runs of digits as ranks, length by length: `8-11` is 8, 9, 10 and 11. */
function addRuns(range: Range, limit: number, pairs: number[]): void {
  const { item, index, low, high, step } = range;
  const longest = Math.max(low.length, high.length);
  if (longest > MAX_DIGITS) throw wrongItem(range, 'digits');
  const padded = /^0\d|-0\d/.test(`${low}-${high}`);
  if (padded && low.length !== high.length)
    throw fault('padding-mismatch', index, item.length, widths(low, high));
  const [from, to] = [Number(low), Number(high)];
  if (from > to) throw reversed(range);
  if (step > 1 && (to - from) / step >= limit) throw fault('too-complex', index, item.length, { limit });
  for (let length = low.length; length <= longest; length++) {
    const first = Math.max(from, padded || length === 1 ? 0 : runsOf(length - 1));
    const end = Math.min(to + 1, runsOf(length));
    addSteps(from + Math.ceil((first - from) / step) * step, end, step, rankOf(length, 0), pairs);
  }
}

/** Adds octets. A mistake in a bracket is one of the whole bracket. */
function addOctets(range: Range, options: ListOptions, bracket: Place | undefined, pairs: number[]): void {
  const { item, index, low, high, step } = range;
  const { part = 0 } = options;
  const from = readOctet(low, bracket ?? { index, length: low.length }, { part });
  const end = { index: index + item.length - high.length, length: high.length };
  const to =
    low === item
      ? from
      : readOctet(high, bracket ?? end, { part, why: 'range-end' }, beyond(high, end, options));
  if (from > to) throw reversed(range);
  addSteps(from, to + 1, step, 0, pairs);
}

function addSteps(from: number, end: number, step: number, base: number, pairs: number[]): void {
  if (step === 1) pairs.push(base + from, base + end);
  else for (let value = from; value < end; value += step) pairs.push(base + value, base + value + 1);
}

/** What the end of a range that is over 255 may have been meant to be. */
function beyond(high: string, place: Place, { base = Infinity }: ListOptions): Fix | undefined {
  const end = base + Number(high);
  return Number(high) < 65_536 && end < 2 ** 32
    ? { ...place, text: formatIpv4(end), unsure: true }
    : undefined;
}

/** `[01-100]`: both things it could mean. */
function widths(low: string, high: string): IssueParams {
  const { length } = low;
  const width = Math.max(length, high.length);
  const params = { low, high, padded: `${low.padStart(width, '0')}-${high.padStart(width, '0')}` };
  if (length === 1 || length > high.length || !low.startsWith('0') || high.startsWith('0')) return params;
  const next = `1${'0'.repeat(length)}`;
  return { ...params, mixed: `${low}-${'9'.repeat(length)},${next === high ? high : `${next}-${high}`}` };
}
