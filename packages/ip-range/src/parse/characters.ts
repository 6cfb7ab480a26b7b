/**
 * Stage 0 of reading a spec: characters that input methods, word processors and web pages put in the place of the
 * ASCII ones are mapped one UTF-16 unit to one, and comments become blanks. The result has the length of the input,
 * so every position found in it is a position of the text the person typed. (NFKC would change lengths.)
 */
export function normalize(spec: string): string {
  let text = spec;
  if (/[^\0-\x7f]/.test(text)) text = text.replace(/[^\0-\x7f]/g, mapUnit);
  if (text.includes('#')) text = text.replace(/#[^\n\r]*/g, (comment) => ' '.repeat(comment.length));
  return text.replace(/[~|\r\v\f]/g, (unit) => (unit === '~' ? '-' : unit === '|' ? ';' : '\n'));
}

function mapUnit(unit: string, index: number): string {
  const code = unit.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (code === 0xfeff && index === 0) return ' ';
  return MAPPED.get(code) ?? unit;
}

const MAPPED: ReadonlyMap<number, string> = new Map([
  ...each([0x3000, 0xa0, 0x202f, 0x205f, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005], ' '),
  ...each([0x2006, 0x2007, 0x2008, 0x2009, 0x200a], ' '),
  ...each([0x2028, 0x2029, 0x85], '\n'),
  ...each([0x3001, 0xff64], ','),
  ...each([0x3002, 0xff61], '.'),
  ...each([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xfe58, 0xfe63, 0x301c], '-'),
  ...each([0x3010], '['),
  ...each([0x3011], ']'),
]);

function each(codes: readonly number[], to: string): [number, string][] {
  return codes.map((code) => [code, to]);
}

/** Whether a UTF-16 unit is one that shows nothing: zero-width, direction marks, soft hyphen, stray BOM. */
export function isInvisible(code: number): boolean {
  return (
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xad ||
    code === 0xfeff ||
    code < 0x20 ||
    code === 0x7f
  );
}

/** `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII letters, either case. */
export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** Blank inside a line. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Whether an item ends before this unit; `NaN` (past the end) does end it. */
export function isBoundary(code: number): boolean {
  switch (code) {
    case 9: // tab
    case 10: // newline
    case 32: // blank
    case 33: // !
    case 38: // &
    case 40: // (
    case 41: // )
    case 44: // ,
    case 59: // ;
    case 94: // ^
      return true;
    default:
      return Number.isNaN(code);
  }
}
