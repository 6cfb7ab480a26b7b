import { ACTING, MARK, MAX_MARKS, writtenOut } from './characters.ts';
import { PROFILES, type Grid, type OutputProfile, type Profile } from './profiles.ts';

/** A string sequence (OSC, DCS, APC, PM, SOS) is swallowed up to this many bytes; what follows is text again. */
export const MAX_STRING_BYTES = 4 * 1024;
/** Longest parameter part of a CSI sequence; a longer one is swallowed as a whole. */
const MAX_CSI_CHARS = 64;

const ESC = 0x1b;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
/** String terminator among the C1 controls. */
const ST = 0x9c;
const BS = 0x08;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SO = 0x0e;
const SI = 0x0f;

/** Makes what a host says harmless, piece by piece. Keeps its state between pieces, also inside a character. */
export interface OutputFilter {
  /** The harmless text of the next bytes. Never throws; the work is linear in the bytes, the memory bounded. */
  push(bytes: Uint8Array): string;
  /** Ends the text: half a character, and colours that were left on. The next piece begins another text. */
  end(): string;
}

/** What a reader needs besides its profile. */
export interface OutputFilterOptions {
  /** What ends a line: CRLF for a terminal emulator, LF for a terminal that is written to as a file. */
  lineEnd?: '\n' | '\r\n';
  /** The screen of the profile `terminal`. */
  grid?: Grid;
}

/** Where the filter is inside a sequence. `swallowed` counts the bytes of it so far. */
type Place =
  | { type: 'text' }
  | { type: 'escape' }
  /** Behind ESC and an intermediate byte, such as `(` of a character set. */
  | { type: 'escape-rest'; swallowed: number }
  | { type: 'csi'; text: string; swallowed: number }
  | { type: 'string'; swallowed: number; escaped: boolean };

interface Filter {
  readonly profile: Profile;
  readonly lineEnd: string;
  readonly grid: Grid;
  place: Place;
  /** Marks since the last character that takes a cell. */
  marks: number;
  /** The last character was a CR: one before LF ends the same line. */
  returned: boolean;
  /** Something to take back at the end. */
  coloured: boolean;
  cursorHidden: boolean;
}

/** The decoder of every platform; this package is compiled without the types of any. */
declare const TextDecoder: new (
  encoding: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };

const TEXT: Place = { type: 'text' };
const USUAL_GRID: Grid = { columns: 80, rows: 24 };

/**
 * Lets pass what `profile` names and drops every other sequence; control characters without a meaning are written out (`\x05`),
 * and so are invisible ones and those that turn the direction of text.
 */
export function createOutputFilter(
  profile: OutputProfile,
  { lineEnd = '\n', grid = USUAL_GRID }: OutputFilterOptions = {},
): OutputFilter {
  // Malformed bytes become U+FFFD; a byte order mark is invisible text like any other.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const filter: Filter = { profile: PROFILES[profile], lineEnd, grid, ...FRESH };
  return {
    push: (bytes) => take(filter, decoder.decode(bytes, { stream: true })),
    end() {
      const rest = take(filter, decoder.decode());
      const { coloured, cursorHidden } = filter;
      Object.assign(filter, FRESH);
      return `${rest}${coloured ? '\x1b[0m' : ''}${cursorHidden ? '\x1b[?25h' : ''}`;
    },
  };
}

const FRESH = { place: TEXT, marks: 0, returned: false, coloured: false, cursorHidden: false };

/** A whole CSI sequence, which is what most escapes are. */
const WHOLE_CSI = /\x1b\[[ -?]{0,64}[@-~]/y;

function take(filter: Filter, text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    if (filter.place.type === 'text') {
      const { untouched } = filter.profile;
      untouched.lastIndex = at;
      if (untouched.test(text)) {
        out += takeUntouched(filter, text.slice(at, untouched.lastIndex));
        at = untouched.lastIndex;
        continue;
      }
      WHOLE_CSI.lastIndex = at;
      if (WHOLE_CSI.test(text)) {
        const end = WHOLE_CSI.lastIndex;
        out += settleReturn(filter, '') + passCsi(filter, text.slice(at + 2, end - 1), text[end - 1]!);
        at = end;
        continue;
      }
    }
    const code = text.codePointAt(at)!;
    const character = String.fromCodePoint(code);
    at += character.length;
    out += takeOne(filter, character, code);
  }
  return out;
}

/** Text and colours that pass as they are, but for line ends and, in a line, tabs. */
function takeUntouched(filter: Filter, run: string): string {
  const { profile, lineEnd, returned } = filter;
  const before = settleReturn(filter, run[0]!);
  filter.marks = 0;
  const colour = run.lastIndexOf('\x1b[');
  if (colour >= 0) filter.coloured = !run.startsWith('m', colour + 2) && !run.startsWith('0m', colour + 2);
  if (!profile.lineEnds) return before + run.replaceAll('\t', ' ').replaceAll('\n', writtenOut('\n'));
  if (lineEnd === '\n') return before + run;
  // CR and LF that came as two are one line end.
  const rest = returned && profile.moves && run.startsWith('\n') ? 1 : 0;
  return before + run.slice(0, rest) + run.slice(rest).replaceAll('\n', lineEnd);
}

/** What becomes of a CR now that `next` is known: it has moved the cursor, is part of a line end, or is written out. */
function settleReturn(filter: Filter, next: string): string {
  const { returned, profile } = filter;
  filter.returned = false;
  return !returned || profile.moves || (profile.lineEnds && next === '\n') ? '' : writtenOut('\r');
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
  if (code === LF || code === TAB || (code >= 0x20 && code < 0x7f)) return takeUntouched(filter, character);
  const before = settleReturn(filter, character);
  if (code === ESC) {
    filter.place = { type: 'escape' };
    return before;
  }
  if (MARK.test(character)) {
    filter.marks += 1;
    return filter.marks <= MAX_MARKS ? before + character : before;
  }
  filter.marks = 0;
  if (code === CR) {
    filter.returned = true;
    return filter.profile.moves ? character : before;
  }
  if (code === BS && filter.profile.moves) return character;
  // Bells and shifts between character sets are common and mean nothing here.
  if (code === BEL || code === SO || code === SI) return before;
  return before + (ACTING.test(character) ? writtenOut(character) : character);
}

/** Ends the sequence without a trace and reads `character` as what it is by itself. */
function startAgain(filter: Filter, character: string, code: number): string {
  filter.place = TEXT;
  return takeText(filter, character, code);
}

function takeEscape(filter: Filter, character: string, code: number): string {
  if (character === '[') filter.place = { type: 'csi', text: '', swallowed: 0 };
  else if (']PX^_'.includes(character)) filter.place = { type: 'string', swallowed: 0, escaped: false };
  else if (code >= 0x20 && code <= 0x2f) filter.place = { type: 'escape-rest', swallowed: 0 };
  else if (code >= 0x30 && code <= 0x7e) {
    filter.place = TEXT;
    // Restoring the cursor restores its colours too.
    if (character === '8') filter.coloured ||= filter.profile.escape(character) !== '';
    return filter.profile.escape(character);
  } else return startAgain(filter, character, code);
  return '';
}

type Rest = Extract<Place, { type: 'escape-rest' }>;
function takeEscapeRest(filter: Filter, place: Rest, character: string, code: number): string {
  if (code >= 0x20 && code <= 0x2f && place.swallowed < MAX_CSI_CHARS) {
    place.swallowed += 1;
    return '';
  }
  if (code < 0x30 || code > 0x7e) return startAgain(filter, character, code);
  filter.place = TEXT;
  return '';
}

type Csi = Extract<Place, { type: 'csi' }>;
function takeCsi(filter: Filter, place: Csi, character: string, code: number): string {
  if (code >= 0x40 && code <= 0x7e) {
    filter.place = TEXT;
    return place.text.length > MAX_CSI_CHARS ? '' : passCsi(filter, place.text, character);
  }
  if (code < 0x20 || code > 0x7e || place.swallowed >= MAX_STRING_BYTES)
    return startAgain(filter, character, code);
  place.swallowed += 1;
  if (place.text.length <= MAX_CSI_CHARS) place.text += character;
  return '';
}

function passCsi(filter: Filter, parameters: string, final: string): string {
  const passed = filter.profile.csi(parameters, final, filter.grid);
  if (passed === '') return '';
  if (final === 'm') filter.coloured = passed !== '\x1b[m' && passed !== '\x1b[0m';
  if (parameters === '?25') filter.cursorHidden = final === 'l';
  return passed;
}

type StringPlace = Extract<Place, { type: 'string' }>;
function takeString(filter: Filter, place: StringPlace, character: string, code: number): string {
  if (place.escaped) {
    filter.place = TEXT;
    return character === '\\' ? '' : takeEscape(filter, character, code);
  }
  if (code === ESC) place.escaped = true;
  else if (code === BEL || code === CAN || code === SUB || code === ST) filter.place = TEXT;
  else if (place.swallowed >= MAX_STRING_BYTES) return startAgain(filter, character, code);
  else place.swallowed += utf8Length(code);
  return '';
}

const utf8Length = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4);
