import type { NameShape } from '../sets/patterns.ts';
import { lineSize } from '../sets/line.ts';
import { segmentsOf } from '../sets/digits.ts';
import { type Bracket, readBracket } from './bracket.ts';
import { isBlank, isDigit, isLetter } from './characters.ts';
import { codePoint, fault, type Fault } from './fault.ts';
import { axesOf, type Piece } from './name-axes.ts';

/** Most brackets in one name. */
const MAX_BRACKETS = 8;

/**
 * Reads a host name with bracket ranges at `from..to` (no port, no user).
 * @param limit separate ranges one name may stand for
 */
export function readName(text: string, from: number, to: number, limit: number): NameShape[] | Fault {
  const pieces: Piece[] = [];
  const labels = new LabelCheck(from);
  let brackets = 0;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123) {
      const close = closing(text, at, to);
      if (typeof close !== 'number') return close;
      const bracket = readBracket(text, at + 1, close, limit);
      if ('code' in bracket) return bracket;
      if (++brackets > MAX_BRACKETS)
        return fault('too-complex', at, close + 1 - at, { limit: MAX_BRACKETS, why: 'brackets' });
      pieces.push(bracket);
      labels.grow(widthOf(bracket));
      at = close + 1;
      continue;
    }
    const end = plainEnd(text, at, to, isDigit(code));
    if (end === at) return strange(text, at, from, to);
    const plain = text.slice(at, end);
    pieces.push(isDigit(code) ? { digits: plain } : { text: plain.toLowerCase() });
    const wrong = labels.read(plain, at);
    if (wrong !== undefined) return wrong;
    at = end;
  }
  return labels.finish(to) ?? axesOf(pieces, limit, from, to);
}

/** The end of a stretch of digits, or of a stretch of other name characters. */
function plainEnd(text: string, from: number, to: number, digits: boolean): number {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    const fits = digits ? isDigit(code) : isLetter(code) || code === 45 || code === 46 || code === 95;
    if (!fits) break;
    at++;
  }
  return at;
}

/** The closing bracket of the one at `open`. */
function closing(text: string, open: number, to: number): number | Fault {
  const close = text.charCodeAt(open) + 2;
  for (let at = open + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === close) return at;
    if (code === 91 || code === 123) return fault('nested-bracket', at, 1);
  }
  return fault('unclosed-bracket', open, 1);
}

function widthOf(bracket: Bracket): number {
  if ('letters' in bracket) return 1;
  const last = bracket.ranks.at(-1) as number;
  return segmentsOf(last - 1, last)[0]?.length ?? 0;
}

/** Says why the character at `at` cannot be in a name. */
function strange(text: string, at: number, from: number, to: number): Fault {
  const code = text.charCodeAt(at);
  const char = String.fromCodePoint(text.codePointAt(at) as number);
  if (code === 93 || code === 125) return fault('unmatched-bracket', at, 1, { bracket: char });
  if (code > 127)
    return fault('non-ascii', at, char.length, { char, code: codePoint(char.codePointAt(0) as number) });
  if (code === 42 || code === 63) return fault('needs-inventory', at, 1, { char });
  if (code === 47) return slash(text, at, from, to);
  if (isBlank(code)) return fault('unclosed-bracket', at, 1);
  return fault('bad-character', at, 1, { char, code: codePoint(code) });
}

/** `web1/`, `/regex/`, `web1/24`. */
function slash(text: string, at: number, from: number, to: number): Fault {
  if (at === from) return fault('needs-inventory', at, 1, { char: '/' });
  const rest = text.slice(at + 1, to);
  if (/^\d{1,3}$/.test(rest)) return fault('prefix-on-pattern', at, to - at, { prefix: rest });
  const host = text.slice(from, at);
  return fault('url-or-path', at, to - at, { host }, { index: at, length: to - at, text: '' });
}

/** Checks labels while the name is read; lengths are those of the longest name the brackets can make. */
class LabelCheck {
  #start: number;
  #length = 0;
  #total = 0;
  #lastDash = -1;
  readonly #from: number;

  constructor(from: number) {
    this.#start = from;
    this.#from = from;
  }

  /** Adds characters of a bracket. */
  grow(width: number): void {
    this.#length += width;
    this.#total += width;
    this.#lastDash = -1;
  }

  /** Adds plain text. */
  read(plain: string, index: number): Fault | undefined {
    for (let i = 0; i < plain.length; i++) {
      const code = plain.charCodeAt(i);
      this.#total++;
      if (code === 46) {
        const wrong = this.#endLabel(index + i);
        if (wrong !== undefined) return wrong;
        continue;
      }
      if (code === 45 && this.#length === 0) return fault('bad-label', index + i, 1, { why: 'start' });
      this.#lastDash = code === 45 ? index + i : -1;
      this.#length++;
    }
    return undefined;
  }

  /** Ends the name. */
  finish(to: number): Fault | undefined {
    if (this.#length === 0) {
      const fix = to - 1 > this.#from ? { index: to - 1, length: 1, text: '' } : undefined;
      return fault('empty-label', to - 1, 1, { why: 'end' }, fix);
    }
    const wrong = this.#endLabel(to);
    if (wrong !== undefined) return wrong;
    if (this.#total > 253)
      return fault('name-too-long', this.#from, to - this.#from, { length: this.#total });
    return undefined;
  }

  #endLabel(index: number): Fault | undefined {
    if (this.#length === 0)
      return fault('empty-label', index, 1, { why: index === this.#from ? 'start' : 'middle' });
    if (this.#lastDash >= 0) return fault('bad-label', this.#lastDash, 1, { why: 'end' });
    if (this.#length > 63)
      return fault('label-too-long', this.#start, index - this.#start, { length: this.#length });
    this.#start = index + 1;
    this.#length = 0;
    return undefined;
  }
}

/** How many names the shapes stand for; shapes of one pattern never overlap. */
export function countNames(shapes: readonly NameShape[]): bigint {
  let count = 0n;
  for (const shape of shapes) {
    let size = 1n;
    for (const line of shape.axes) size *= BigInt(lineSize(line));
    count += size;
  }
  return count;
}
