/** Input methods and word processors put these in the place of ASCII characters; each is one UTF-16 unit. */
const MAPPED: readonly (readonly [RegExp, string])[] = [
  [/[\u3000\u00a0\u202f\u205f\u2000-\u200a]|^\ufeff/g, ' '],
  [/[\r\v\f\u2028\u2029\u0085]/g, '\n'],
  [/[、､]/g, ','],
  [/[。｡]/g, '.'],
  [/[~\u2010-\u2015−﹘﹣〜]/g, '-'],
  [/【/g, '['],
  [/】/g, ']'],
  [/\|/g, ';'],
];

/**
 * Stage 0 of reading a spec: characters of {@link MAPPED} and full-width forms become ASCII, unit by unit, and comments
 * become blanks. The result has the length of the input, so every position found in it is a position of the text the
 * person typed. (NFKC would change lengths.)
 */
export function normalize(spec: string): string {
  if (!/[^\t\n -"$-{}]/.test(spec)) return spec;
  let text = spec.replace(/[\uff01-\uff5e]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - 0xfee0));
  for (const [units, to] of MAPPED) text = text.replace(units, to);
  return text.replace(/#.*/g, (comment) => ' '.repeat(comment.length));
}

/** Zero-width characters, direction marks, soft hyphens, stray byte order marks and control characters. */
export const INVISIBLE = /(?<char>[\0-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])/;

/** Ends an item, as the inside of a character class. */
export const ENDS = '\\t\\n !&(),;^';

/** The shape of an IPv4 address, as a part of patterns; its numbers are not judged. */
export const QUAD = '(?:\\d+\\.){3}\\d+';

/** The end of a range that stands apart from its dash: an address, perhaps with a user. */
const RANGE_START = `(?:[^${ENDS}@[{]*@)?(?:${QUAD}|[\\da-f.]*:[\\da-f.]*:[\\da-f:.]*(?:%[\\w.-]*?)?)[\\t ]*-[\\t ]+`;
const bracket = (open: string, close: string): string =>
  `\\${open}(?:[^\\t\\n !&();^\\${close}]|(?<=[,${open}])[\\t ]+|[\\t ]+(?=[,\\${close}]))*\\${close}?`;
const ITEM = new RegExp(
  `(?:${RANGE_START})?(?:[^${ENDS}[{]+|${bracket('[', ']')}|${bracket('{', '}')})*`,
  'iy',
);

/**
 * Where the item that goes on at `from` ends. Commas inside a bracket do not end it, nor do blanks beside such commas
 * (`web[1, 2]`) or after the dash of a range of addresses; an unclosed bracket ends at the next blank, line or semicolon.
 */
export function itemEnd(text: string, from: number): number {
  return matchesAt(ITEM, text, from) ? ITEM.lastIndex : from;
}

/** Whether a sticky pattern matches at `at`; its `lastIndex` is then where the match ends. */
export function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** The match of a sticky pattern at `at`. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A short form of a piece of the text, for messages. */
export function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
