import { isBlank, isBoundary, isDigit } from './characters.ts';
import { fault, type Fault } from './fault.ts';

const DOT = 46;
const DASH = 45;
const COMMA = 44;
const COLON = 58;
const SLASH = 47;
const STAR = 42;

/** Where the text of four plain numbers with dots ends, or -1. The numbers themselves are not judged. */
export function quadEnd(text: string, from: number): number {
  let at = from;
  for (let part = 1; ; part++) {
    const start = at;
    // Never beyond the end: reading there takes engines several times as long.
    while (at < text.length && isDigit(text.charCodeAt(at))) at++;
    if (at === start) return -1;
    if (part === 4) return at;
    if (at === text.length || text.charCodeAt(at) !== DOT) return -1;
    at++;
  }
}

/** The number of a text that is one address as it is printed (`10.0.0.1`), in one pass; -1 for any other text. */
export function plainQuad(text: string): number {
  let [value, octet, digits, dots] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + code - 48;
      digits++;
      if (octet > 255) return -1;
    } else {
      if (code !== DOT || digits === 0 || dots === 3) return -1;
      value = value * 256 + octet;
      [octet, digits] = [0, 0];
      dots++;
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}

/** Reads the number `from..to` (digits only) as octet number `part`. */
export function readOctet(text: string, from: number, to: number, part: number): number | Fault {
  const length = to - from;
  let value = 0;
  for (let i = from; i < to && value < 1e9; i++) value = value * 10 + (text.charCodeAt(i) - 48);
  if (length > 1 && text.charCodeAt(from) === 48) {
    const written = text.slice(from, Math.min(to, from + 20));
    const decimal = Number(written);
    const octal = /^[0-7]+$/.test(written) ? Number.parseInt(written, 8) : decimal;
    const params = { octet: written, part, decimal };
    return fault('leading-zero', from, length, octal === decimal ? params : { ...params, octal });
  }
  if (value > 255) {
    return fault('octet-range', from, length, {
      octet: text.slice(from, Math.min(to, from + 20)),
      part,
    });
  }
  return value;
}

/** Reads four plain numbers whose end {@link quadEnd} has found. */
export function readQuad(text: string, from: number, end: number): number | Fault {
  let at = from;
  let value = 0;
  for (let part = 1; part <= 4; part++) {
    const start = at;
    while (at < end && text.charCodeAt(at) !== DOT) at++;
    const octet = readOctet(text, start, at, part);
    if (typeof octet !== 'number') return octet;
    value = value * 256 + octet;
    at++;
  }
  return value;
}

/** `10.0.0.1` for 167772161. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Where the four octet sets of an address pattern lie: `ends[k]` is the end of the text of octet k. */
export interface PatternShape {
  readonly ends: readonly [number, number, number, number];
}

/**
 * Finds the longest stretch that has the shape of four octet sets and stops at a boundary: this decides whether a
 * comma goes on with an octet list or separates two items. `10.0.0.1,5,9` is one pattern; in `10.0.0.1,10.0.0.2` the
 * last number is followed by a dot, so the comma separates.
 */
export class PatternFinder {
  readonly #text: string;
  /** No pattern starts before this place: without it a long list of numbers would be scanned once per number. */
  #noneBefore = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The pattern that starts at `from`, or undefined. */
  find(from: number): PatternShape | undefined {
    if (from < this.#noneBefore) return undefined;
    const first = this.#runEnd(from);
    const ends = [first, 0, 0, 0] as [number, number, number, number];
    for (let part = 1; part < 4; part++) {
      const dot = ends[part - 1] as number;
      const end = this.#text.charCodeAt(dot) === DOT ? this.#runEnd(dot + 1) : dot;
      if (end <= dot + 1 && !(part === 3 && end === dot + 1)) return this.#none(first);
      ends[part] = end;
    }
    const end = this.#stop(ends[2] + 1, ends[3]);
    if (end < 0) return this.#none(first);
    ends[3] = end;
    return { ends };
  }

  #none(before: number): undefined {
    this.#noneBefore = before;
  }

  /** The end of one octet set: a bracket, or items of digits, dashes and stars with single commas between. */
  #runEnd(from: number): number {
    const text = this.#text;
    const open = text.charCodeAt(from);
    if (open === 91 || open === 123) return bracketEnd(text, from);
    let at = from;
    while (isRun(text.charCodeAt(at)) || (at > from && this.#joins(at))) at++;
    return at;
  }

  #joins(at: number): boolean {
    return this.#text.charCodeAt(at) === COMMA && isRun(this.#text.charCodeAt(at + 1));
  }

  /** Where the last octet set stops: at its end if a boundary follows, otherwise before its last comma (not of a bracket). */
  #stop(from: number, end: number): number {
    const code = this.#text.charCodeAt(end);
    if (isBoundary(code) || code === SLASH || (code === COLON && this.#isPort(end + 1))) return end;
    const before = this.#text.charCodeAt(end - 1);
    if (before === 93 || before === 125) return -1;
    let comma = end - 1;
    while (comma > from && this.#text.charCodeAt(comma) !== COMMA) comma--;
    return comma > from ? comma : -1;
  }

  /** A colon starts a port unless more groups of an IPv6 address follow. */
  #isPort(from: number): boolean {
    let at = from;
    while (!isBoundary(this.#text.charCodeAt(at))) {
      if (this.#text.charCodeAt(at) === COLON) return false;
      at++;
    }
    return true;
  }
}

function isRun(code: number): boolean {
  return isDigit(code) || code === DASH || code === STAR;
}

/** The end of a bracket of numbers, or its start when it is not one. */
function bracketEnd(text: string, from: number): number {
  const close = text.charCodeAt(from) + 2;
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === close) return at + 1;
    if (!isRun(code) && code !== COMMA && code !== COLON && code !== SLASH && code !== DOT) return from;
    at++;
  }
}

/** Reads one octet set (not a bracket) as half-open pairs, ascending. */
export function readOctetSet(text: string, from: number, to: number, part: number): number[] | Fault {
  if (from === to) return fault('bad-ipv4', from, 0, { why: 'empty-octet', part });
  if (to - from === 1 && text.charCodeAt(from) === STAR) return [0, 256];
  const pairs: number[] = [];
  let at = from;
  while (at < to) {
    let end = at;
    while (end < to && text.charCodeAt(end) !== COMMA) end++;
    const item = readOctetItem(text, at, end, part);
    if (!Array.isArray(item)) return item;
    pairs.push(item[0], item[1]);
    at = end + 1;
  }
  return pairs;
}

/** One number or range of an octet list, as a half-open pair. */
function readOctetItem(text: string, from: number, to: number, part: number): [number, number] | Fault {
  let dash = -1;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === STAR) return fault('partial-wildcard', i, 1, { char: '*' });
    if (code !== DASH) continue;
    if (dash >= 0) return fault('double-range', i, 1);
    dash = i;
  }
  if (dash < 0) {
    const value = readOctet(text, from, to, part);
    return typeof value === 'number' ? [value, value + 1] : value;
  }
  if (dash === from || dash === to - 1) {
    const low = dash === from ? '0' : text.slice(from, dash);
    const high = dash === to - 1 ? '255' : text.slice(dash + 1, to);
    const whole = `${low}-${high}`;
    return fault(
      'open-range',
      dash,
      1,
      { why: dash === from ? 'start' : 'end', whole },
      {
        index: from,
        length: to - from,
        text: whole,
      },
    );
  }
  const low = readOctet(text, from, dash, part);
  if (typeof low !== 'number') return low;
  const high = readOctet(text, dash + 1, to, part);
  if (typeof high !== 'number') {
    return high.code === 'octet-range' ? { ...high, params: { ...high.params, why: 'range-end' } } : high;
  }
  if (low > high) {
    return fault(
      'reversed-range',
      from,
      to - from,
      { low, high, swapped: `${high}-${low}` },
      {
        index: from,
        length: to - from,
        text: `${high}-${low}`,
      },
    );
  }
  return [low, high + 1];
}

/** A dash between two ends: where the right end starts, whether the blanks round it are allowed; -1 for no dash. */
export function wideDash(text: string, from: number): { right: number; lopsided: boolean } | undefined {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) !== DASH) return undefined;
  const before = at > from;
  const right = at + 1;
  let end = right;
  while (isBlank(text.charCodeAt(end))) end++;
  return { right: end, lopsided: before && end === right };
}

/** Prefix length of a contiguous netmask, or -1. */
export function maskBits(mask: number): number {
  const holes = ~mask >>> 0;
  return (holes & (holes + 1)) === 0 ? Math.clz32(holes) : -1;
}
