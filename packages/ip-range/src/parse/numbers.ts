import { digitsOf, MAX_DIGITS, rankOf, runsOf as countOfRuns } from '../sets/digits.ts';
import { type Line, lineOf } from '../sets/line.ts';
import type { IssueParams } from '../types.ts';
import { diagnose, fault, type Fault, type Fix, type Place, type Row } from './fault.ts';
import { formatIpv4, readOctet } from './ipv4.ts';

/** What a list stands for: octets, ranks of runs of digits, or codes of single letters. */
export interface List {
  readonly line: Line;
  readonly letters: boolean;
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
    return { line: [octet, octet + 1], letters: false };
  if (open === '.' && text === '*') return { line: [0, 256], letters: false };
  const whole = { index: at - 1, length: text.length + 2 };
  if (text.trim() === '')
    throw open === '.' && part !== undefined
      ? fault('bad-ipv4', at, 0, { part })
      : fault('empty-bracket', whole.index, whole.length);
  const pairs: number[] = [];
  let letters = false;
  let index = at;
  for (const raw of text.split(',')) {
    const item = raw.trim();
    const range = cut(item, index + raw.indexOf(item), open);
    if (pairs.length > 0 && range.letters !== letters) throw wrongItem(range, 'mixed');
    letters = range.letters;
    addRange(range, options, open === '.' ? undefined : whole, pairs);
    if (pairs.length / 2 > limit) throw fault('too-complex', whole.index, whole.length, { limit });
    index += raw.length + 1;
  }
  return { line: lineOf(pairs), letters };
}

/** The texts of a list, one by one. */
export function textsOf({ line, letters }: List): string[] {
  const texts: string[] = [];
  for (let i = 0; i < line.length; i += 2)
    for (let value = line[i] as number; value < (line[i + 1] as number); value++)
      texts.push(letters ? String.fromCharCode(value) : digitsOf(value));
  return texts;
}

/** One item of a list. */
interface Range extends Place {
  readonly item: string;
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
  return { item, index, length: item.length, low, high: high ?? low, step, letters };
}

function wrongItem({ item, index, length }: Range, why: string): Fault {
  return fault('bad-bracket-item', index, length, { why, item, limit: MAX_DIGITS });
}

/** Adds the numbers of an item; runs of digits length by length, so that `8-11` is 8, 9, 10 and 11. */
function addRange(range: Range, options: ListOptions, bracket: Place | undefined, pairs: number[]): void {
  const { item, index, length, low, high, step, letters } = range;
  const { part, limit } = options;
  const isRun = !letters && part === undefined;
  const [from, to] = letters
    ? lettersOf(range)
    : part === undefined
      ? runsOf(range)
      : octetsOf(range, part, options, bracket);
  if (from > to) {
    const swapped = item.replace(/(\w+)(\W+)(\w+)/, '$3$2$1');
    throw fault('reversed-range', index, length, { low, high }, swapped);
  }
  if (step > 1 && (to - from) / step >= limit) throw fault('too-complex', index, length, { limit });
  for (let digits = isRun ? low.length : high.length; digits <= high.length; digits++) {
    const shortest = !isRun || digits === low.length;
    const first = shortest ? from : Math.max(from, countOfRuns(digits - 1));
    const end = isRun ? Math.min(to + 1, countOfRuns(digits)) : to + 1;
    const base = isRun ? rankOf(digits, 0) : 0;
    const start = from + Math.ceil((first - from) / step) * step;
    if (step === 1) pairs.push(base + start, base + end);
    else for (let value = start; value < end; value += step) pairs.push(base + value, base + value + 1);
  }
}

function lettersOf(range: Range): [number, number] {
  const [from = 0, to = 0] = [range.low, range.high].map((letter) => letter.charCodeAt(0));
  if (from < 97 !== to < 97) throw wrongItem(range, 'letter-case');
  return [from | 32, to | 32];
}

function runsOf(range: Range): [number, number] {
  const { index, length, low, high } = range;
  if (Math.max(low.length, high.length) > MAX_DIGITS) throw wrongItem(range, 'digits');
  if (low.length !== high.length && /^0\d|-0\d/.test(`${low}-${high}`))
    throw fault('padding-mismatch', index, length, widths(low, high));
  return [Number(low), Number(high)];
}

/** A mistake in a bracket is one of the whole bracket. */
function octetsOf(
  { item, index, length, low, high }: Range,
  part: number,
  options: ListOptions,
  bracket: Place | undefined,
): [number, number] {
  const from = readOctet(low, bracket ?? { index, length: low.length }, { part });
  if (low === item) return [from, from];
  const end = { index: index + length - high.length, length: high.length };
  return [from, readOctet(high, bracket ?? end, { part, why: 'range-end' }, beyond(high, end, options))];
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
