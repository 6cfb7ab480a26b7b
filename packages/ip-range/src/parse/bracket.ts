import { lineOf } from '../sets/line.ts';
import { MAX_DIGITS, rankOf, runsOf } from '../sets/digits.ts';
import { isBlank, isDigit, isLetter } from './characters.ts';
import { fault, type Fault, isFault } from './fault.ts';

/** What a bracket stands for: a set of digit runs (as ranks), or single letters. */
export type Bracket = { readonly ranks: readonly number[] } | { readonly letters: string };

/** The end of one item inside a bracket and the numbers it adds. */
interface Item {
  readonly text: string;
  readonly index: number;
}

/**
 * Reads the inside of `[…]` (or `{n..m}`) at `from..to`.
 * Items are numbers, ranges with an optional step (`1-9/2`, `1:9:2`, `1..9` in braces) and ranges of letters.
 * @param limit separate ranges one bracket may make
 */
export function readBracket(text: string, from: number, to: number, limit: number): Bracket | Fault {
  const braces = text.charCodeAt(from - 1) === 123;
  const items = splitItems(text, from, to);
  if (items.length === 1 && items[0]?.text === '') {
    return fault('empty-bracket', from - 1, to - from + 2);
  }
  const pairs: number[] = [];
  let letters = '';
  for (const item of items) {
    const read = readItem(item, braces, limit);
    if ('code' in read) return read;
    if ('letters' in read) letters += read.letters;
    else for (const cut of read.pairs) pairs.push(cut);
    if (pairs.length / 2 > limit) return fault('too-complex', from - 1, to - from + 2, { limit });
    if (letters !== '' && pairs.length > 0) {
      return fault('bad-bracket-item', item.index, item.text.length, { why: 'mixed', item: item.text });
    }
  }
  return letters === '' ? { ranks: lineOf(pairs) } : { letters: [...new Set(letters)].sort().join('') };
}

/** Items between commas, blanks round them dropped. */
function splitItems(text: string, from: number, to: number): Item[] {
  const items: Item[] = [];
  let at = from;
  for (;;) {
    let comma = at;
    while (comma < to && text.charCodeAt(comma) !== 44) comma++;
    let start = at;
    let end = comma;
    while (start < end && isBlank(text.charCodeAt(start))) start++;
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
    items.push({ text: text.slice(start, end), index: start });
    if (comma >= to) return items;
    at = comma + 1;
  }
}

type Read = { readonly pairs: readonly number[] } | { readonly letters: string };

function readItem(item: Item, braces: boolean, limit: number): Read | Fault {
  if (item.text === '') return fault('empty-range', item.index, 0);
  const parts = cutItem(item, braces);
  if (isFault(parts)) return parts;
  const step = parts.step === undefined ? 1 : readStep(parts.step, item);
  if (typeof step !== 'number') return step;
  const high = parts.high ?? parts.low;
  if (isNumber(parts.low) && isNumber(high)) return readNumbers(item, parts.low, high, step, limit);
  if (parts.high !== undefined && isOneLetter(parts.low) && isOneLetter(high)) {
    return readLetters(item, parts.low, high, step);
  }
  return fault('bad-bracket-item', item.index, item.text.length, { why: 'not-a-range', item: item.text });
}

interface Parts {
  readonly low: string;
  readonly high?: string;
  readonly step?: string;
}

/** Cuts `low-high/step`, `low:high:step` or (in braces) `low..high..step`. */
function cutItem(item: Item, braces: boolean): Parts | Fault {
  const { text } = item;
  if (text.includes('..')) return braces ? partsOf(text.split('..'), item) : dotted(item);
  if (text.includes(':')) return partsOf(text.split(':'), item);
  const slash = text.indexOf('/');
  const range = slash < 0 ? text : text.slice(0, slash);
  const ends = range.split('-');
  if (ends.length > 2) {
    return fault('double-range', item.index + (ends[0]?.length ?? 0) + 1 + (ends[1]?.length ?? 0), 1);
  }
  if (ends.length === 2 && (ends[0] === '' || ends[1] === '')) return openItem(item, ends);
  if (braces && ends.length === 1) {
    return fault('bad-bracket-item', item.index, item.text.length, { why: 'braces', item: item.text });
  }
  return partsOf(slash < 0 ? ends : [...ends, text.slice(slash + 1)], item, ends.length);
}

function partsOf(cut: readonly string[], item: Item, ends = 2): Parts | Fault {
  if (cut.length > 3 || (ends === 1 && cut.length > 1)) {
    return fault('bad-bracket-item', item.index, item.text.length, { why: 'not-a-range', item: item.text });
  }
  const [low = '', high, step] = cut;
  return { low, ...(high === undefined ? {} : { high }), ...(step === undefined ? {} : { step }) };
}

/** `[1..5]`: a shell's brace range in square brackets. */
function dotted(item: Item): Fault {
  const ends = item.text.split('..');
  const fixed = ends.length === 2 && ends.every(isNumber) ? `${ends[0]}-${ends[1]}` : undefined;
  return fault(
    'bad-bracket-item',
    item.index,
    item.text.length,
    { why: 'dots', item: item.text, ...(fixed === undefined ? {} : { fixed }) },
    fixed === undefined ? undefined : { index: item.index, length: item.text.length, text: fixed },
  );
}

function openItem(item: Item, ends: readonly string[]): Fault {
  const why = ends[0] === '' ? 'start' : 'end';
  return fault('open-range', item.index + (ends[0]?.length ?? 0), 1, { why });
}

function readStep(text: string, item: Item): number | Fault {
  const step = isNumber(text) && text.length <= MAX_DIGITS ? Number(text) : 0;
  const index = item.index + item.text.length - text.length;
  return step >= 1 ? step : fault('bad-step', index, text.length, { step: text });
}

function readNumbers(item: Item, low: string, high: string, step: number, limit: number): Read | Fault {
  if (low.length > MAX_DIGITS || high.length > MAX_DIGITS) {
    return fault('bad-bracket-item', item.index, item.text.length, {
      why: 'digits',
      item: item.text,
      limit: MAX_DIGITS,
    });
  }
  const from = Number(low);
  const to = Number(high);
  const padded = isPaddedText(low) || isPaddedText(high);
  if (padded && low.length !== high.length) return mismatch(item, low, high);
  if (from > to) {
    const swapped = item.text.replace(low, '\0').replace(high, low).replace('\0', high);
    return fault(
      'reversed-range',
      item.index,
      item.text.length,
      { low, high, swapped },
      {
        index: item.index,
        length: item.text.length,
        text: swapped,
      },
    );
  }
  if (step > 1 && (to - from) / step >= limit) {
    return fault('too-complex', item.index, item.text.length, { limit });
  }
  const pairs: number[] = [];
  for (let length = low.length; length <= high.length; length++) {
    const floor = padded || length === 1 ? 0 : runsOf(length - 1);
    const first = Math.max(from, floor);
    const end = Math.min(to + 1, runsOf(length));
    if (step === 1) pairs.push(rankOf(length, first), rankOf(length, end));
    else {
      const start = from + Math.ceil((first - from) / step) * step;
      for (let v = start; v < end; v += step) pairs.push(rankOf(length, v), rankOf(length, v) + 1);
    }
  }
  return { pairs };
}

/** `[01-100]`: says both things it could mean. */
function mismatch(item: Item, low: string, high: string): Fault {
  const width = Math.max(low.length, high.length);
  const params: Record<string, string | number> = {
    low,
    high,
    padded: `${low.padStart(width, '0')}-${high.padStart(width, '0')}`,
  };
  if (isPaddedText(low) && !isPaddedText(high) && low.length < high.length) {
    const last = '9'.repeat(low.length);
    const next = `1${'0'.repeat(low.length)}`;
    params.mixed = `${low}-${last},${next === high ? high : `${next}-${high}`}`;
  }
  return fault('padding-mismatch', item.index, item.text.length, params);
}

function readLetters(item: Item, low: string, high: string, step: number): Read | Fault {
  const from = low.charCodeAt(0);
  const to = high.charCodeAt(0);
  if (from < 97 !== to < 97) {
    return fault('bad-bracket-item', item.index, item.text.length, { why: 'letter-case', item: item.text });
  }
  if (from > to) {
    const swapped = item.text.replace(low, '\0').replace(high, low).replace('\0', high);
    return fault(
      'reversed-range',
      item.index,
      item.text.length,
      { low, high, swapped },
      {
        index: item.index,
        length: item.text.length,
        text: swapped,
      },
    );
  }
  let letters = '';
  for (let code = from; code <= to; code += step) letters += String.fromCharCode(code).toLowerCase();
  return { letters };
}

function isNumber(text: string): boolean {
  if (text === '') return false;
  for (let i = 0; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}

function isPaddedText(text: string): boolean {
  return text.length > 1 && text.charCodeAt(0) === 48;
}

function isOneLetter(text: string): boolean {
  return text.length === 1 && isLetter(text.charCodeAt(0));
}
