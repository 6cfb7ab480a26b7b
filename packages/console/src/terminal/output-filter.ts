/** A string sequence (OSC, DCS, APC, PM, SOS) is swallowed up to this many bytes; what follows is text again. */
export const MAX_STRING_BYTES = 4 * 1024;
/** Longest parameter part of a CSI sequence; a longer one is nothing that colours text. */
const MAX_CSI_CHARS = 64;
/** Marks on one character; more would only make the terminal slow. */
const MAX_MARKS = 8;

const ESC = 0x1b;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;

/** Where the filter is inside a sequence. `swallowed` counts the bytes of it so far. */
type Place =
  | { type: 'text' }
  | { type: 'escape' }
  /** Behind ESC and an intermediate byte, such as `(` of a character set. */
  | { type: 'escape-rest'; swallowed: number }
  | { type: 'csi'; text: string; swallowed: number }
  | { type: 'string'; swallowed: number; escaped: boolean };

/** Makes the output of a host harmless, piece by piece. Keeps its state between pieces, also inside a character. */
export interface OutputFilter {
  /** The harmless text of the next bytes. */
  push(bytes: Uint8Array): string;
  /** What was left open at the end: half a character. */
  end(): string;
}

/**
 * Lets pass what colours and lays out lines, nothing else: text, CR, LF (as CRLF), TAB, BS, SGR without concealing and
 * blinking, and erase in line. Sequences of every other kind are dropped; control characters are written out (`\x07`),
 * and so are invisible ones and those that turn the direction of text. So nothing a host prints moves the cursor over
 * other text, changes the screen, the title or a mode, asks the terminal anything, or keeps it busy with a huge count.
 */
export function createOutputFilter(): OutputFilter {
  // Malformed bytes become U+FFFD; a byte order mark is invisible text like any other.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const filter: Filter = { place: { type: 'text' }, marks: 0 };
  return {
    push: (bytes) => take(filter, decoder.decode(bytes, { stream: true })),
    end: () => take(filter, decoder.decode()),
  };
}

interface Filter {
  place: Place;
  /** Marks since the last character that takes a cell. */
  marks: number;
}

/** A run of characters without anything to act on: ASCII, Latin, Chinese and Hangul. */
const PLAIN_RUN = /[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u3041-\u3096\u30a1-\u30fa\u3400-\ud7a3]+/y;

function take(filter: Filter, text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    PLAIN_RUN.lastIndex = at;
    const run = filter.place.type === 'text' ? PLAIN_RUN.exec(text)?.[0] : undefined;
    if (run !== undefined) {
      filter.marks = 0;
      out += run;
      at += run.length;
      continue;
    }
    const code = text.codePointAt(at)!;
    const character = String.fromCodePoint(code);
    at += character.length;
    out += takeOne(filter, character, code);
  }
  return out;
}

function takeOne(filter: Filter, character: string, code: number): string {
  const { place } = filter;
  switch (place.type) {
    case 'text':
      return takeText(filter, character, code);
    case 'escape':
      return takeEscape(filter, character, code);
    case 'escape-rest':
      return takeEscapeRest(filter, place, character, code);
    case 'csi':
      return takeCsi(filter, place, character, code);
    case 'string':
      return takeString(filter, place, character, code);
  }
}

function takeText(filter: Filter, character: string, code: number): string {
  if (code >= 0x20 && code < 0x7f) {
    filter.marks = 0;
    return character;
  }
  if (code === ESC) {
    filter.place = { type: 'escape' };
    return '';
  }
  if (MARK.test(character)) {
    filter.marks += 1;
    return filter.marks <= MAX_MARKS ? character : '';
  }
  filter.marks = 0;
  if (code === 0x0a) return '\r\n';
  if (code === 0x0d || code === 0x09 || code === 0x08) return character;
  // Bells and shifts between character sets are common and mean nothing here.
  if (code === BEL || code === 0x0e || code === 0x0f) return '';
  return ACTING.test(character) ? writtenOut(code) : character;
}

/** C0, DEL, C1, invisible formatting and the characters that turn the direction of text. */
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const MARK = /\p{M}/u;

function writtenOut(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** Ends the sequence without a trace and reads `character` as what it is by itself. */
function startAgain(filter: Filter, character: string, code: number): string {
  filter.place = { type: 'text' };
  return takeText(filter, character, code);
}

function takeEscape(filter: Filter, character: string, code: number): string {
  if (character === '[') filter.place = { type: 'csi', text: '', swallowed: 0 };
  else if (']PX^_'.includes(character)) filter.place = { type: 'string', swallowed: 0, escaped: false };
  else if (code >= 0x20 && code <= 0x2f) filter.place = { type: 'escape-rest', swallowed: 0 };
  else if (code >= 0x30 && code <= 0x7e) filter.place = { type: 'text' };
  else return startAgain(filter, character, code);
  return '';
}

type Rest = Extract<Place, { type: 'escape-rest' }>;
function takeEscapeRest(filter: Filter, place: Rest, character: string, code: number): string {
  if (code >= 0x20 && code <= 0x2f && place.swallowed < MAX_CSI_CHARS) {
    place.swallowed += 1;
    return '';
  }
  if (code >= 0x30 && code <= 0x7e) {
    filter.place = { type: 'text' };
    return '';
  }
  return startAgain(filter, character, code);
}

type Csi = Extract<Place, { type: 'csi' }>;
function takeCsi(filter: Filter, place: Csi, character: string, code: number): string {
  if (code >= 0x40 && code <= 0x7e) {
    filter.place = { type: 'text' };
    return place.text.length > MAX_CSI_CHARS ? '' : allowedCsi(place.text, character);
  }
  if (code < 0x20 || code > 0x7e || place.swallowed >= MAX_STRING_BYTES)
    return startAgain(filter, character, code);
  place.swallowed += 1;
  if (place.text.length <= MAX_CSI_CHARS) place.text += character;
  return '';
}

/** The sequence as it may pass, or nothing. */
function allowedCsi(parameters: string, final: string): string {
  if (final === 'K') return /^[012]?$/.test(parameters) ? `\x1b[${parameters}K` : '';
  if (final !== 'm' || !/^[\d;:]*$/.test(parameters)) return '';
  return withoutHiding(parameters);
}

/** SGR without blinking (5, 6) and concealing (8). Colours given by number or RGB keep their parameters. */
function withoutHiding(parameters: string): string {
  const kept: string[] = [];
  const given = parameters.split(';');
  for (let at = 0; at < given.length; at += 1) {
    const one = given[at]!;
    if (one === '38' || one === '48' || one === '58') {
      const length = given[at + 1] === '2' ? 5 : given[at + 1] === '5' ? 3 : 1;
      kept.push(...given.slice(at, at + length));
      at += length - 1;
    } else if (!['5', '6', '8'].includes(one.split(':')[0]!.replace(/^0+(?=\d)/, ''))) kept.push(one);
  }
  return kept.length === 0 ? '' : `\x1b[${kept.join(';')}m`;
}

type StringPlace = Extract<Place, { type: 'string' }>;
function takeString(filter: Filter, place: StringPlace, character: string, code: number): string {
  if (place.escaped) {
    filter.place = { type: 'escape' };
    if (character !== '\\') return takeEscape(filter, character, code);
    filter.place = { type: 'text' };
    return '';
  }
  if (code === ESC) place.escaped = true;
  else if (code === BEL || code === CAN || code === SUB || code === 0x9c) filter.place = { type: 'text' };
  else if (place.swallowed >= MAX_STRING_BYTES) return startAgain(filter, character, code);
  else place.swallowed += utf8Length(code);
  return '';
}

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4);
