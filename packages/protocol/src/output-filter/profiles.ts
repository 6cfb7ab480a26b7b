/** All profiles. */
export const OUTPUT_PROFILES = ['line', 'plain', 'run', 'terminal'] as const;
/**
 * What may reach a reader of host text:
 * - `line`: one line among those of other hosts. Colours pass; a tab is one space, and nothing leaves the line.
 * - `plain`: text and line ends, for readers without colours.
 * - `run`: the output of one host beside other things. Also CR, backspace, tab and erase in line, so progress lines work.
 * - `terminal`: a screen that one host has for itself. Also moving the cursor, erasing and scrolling, within the screen.
 *
 * No profile passes what outlives or leaves the text: titles, clipboard, links, palettes, modes (mouse, paste, alternate
 * screen, synchronised output), questions to the terminal, character sets, resets, window operations, images.
 */
export type OutputProfile = (typeof OUTPUT_PROFILES)[number];

/** How a screen is, in cells; no count of a sequence is larger. */
export interface Grid {
  columns: number;
  rows: number;
}

/** What passes of the rest, decided by profile. */
export interface Profile {
  /** Whether LF ends a line. */
  lineEnds: boolean;
  /** Whether CR, backspace and tab act; else they are written out, and a CR before LF is dropped. */
  moves: boolean;
  /** Sticky: what passes as it is, in one match. */
  untouched: RegExp;
  /** What is left of the sequence `ESC [ parameters final`; intermediate bytes stand in `parameters`. */
  csi: (parameters: string, final: string, grid: Grid) => string;
  /** What is left of `ESC final`. */
  escape: (final: string) => string;
}

/** Characters without anything to act on: ASCII with tabs and line ends, Latin, punctuation, symbols, Chinese, Hangul. */
const PLAIN =
  '[\\t\\n\\u0020-\\u007e\\u00a1-\\u00ac\\u00ae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2100-\\u2bff\\u3001-\\u3029' +
  '\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff9f]+';
/** Usual colours: attributes without blinking and concealing, palette numbers, RGB. Others are read one by one. */
const ATTRIBUTE = '(?:0?[0-479]|[1-9]\\d|10[0-7]|[34]8;5;\\d{1,3}|[34]8;2;\\d{1,3};\\d{1,3};\\d{1,3})';
const COLOUR = `\\x1b\\[(?:${ATTRIBUTE}(?:;${ATTRIBUTE}){0,3})?m`;
const PLAIN_TEXT = new RegExp(PLAIN, 'y');
const COLOURED_TEXT = new RegExp(`(?:${PLAIN}|${COLOUR}){1,1000}`, 'y');

const nothing = (): string => '';
const colours: Profile['csi'] = (parameters, final) => (final === 'm' ? colour(parameters) : '');
const inLine: Profile['csi'] = (parameters, final) =>
  final === 'K' ? eraseInLine(parameters) : colours(parameters, final, NO_GRID);

/** The total table of profiles. */
export const PROFILES: Record<OutputProfile, Profile> = {
  line: { lineEnds: false, moves: false, untouched: COLOURED_TEXT, csi: colours, escape: nothing },
  plain: { lineEnds: true, moves: false, untouched: PLAIN_TEXT, csi: nothing, escape: nothing },
  run: { lineEnds: true, moves: true, untouched: COLOURED_TEXT, csi: inLine, escape: nothing },
  terminal: { lineEnds: true, moves: true, untouched: COLOURED_TEXT, csi: onScreen, escape: onScreenEscape },
};

const NO_GRID: Grid = { columns: 0, rows: 0 };

/** Save and restore the cursor; index, next line, reverse index. */
function onScreenEscape(final: string): string {
  return /^[78DEM]$/.test(final) ? `\x1b${final}` : '';
}

const eraseInLine = (parameters: string): string =>
  /^[012]?$/.test(parameters) ? `\x1b[${parameters}K` : '';

/** Finals with one count, and what bounds it. Repeating a character (`b`) is work, so it stays within one row. */
const IN_ROWS = new Set('ABEFLMSTde');
const IN_COLUMNS = new Set('CDGIPXZ@`ab');

function onScreen(parameters: string, final: string, grid: Grid): string {
  if (final === 'm') return colour(parameters);
  if (final === 'K') return eraseInLine(parameters);
  if (final === 'J') return /^[012]?$/.test(parameters) ? `\x1b[${parameters}J` : '';
  if (parameters === '?25') return final === 'h' || final === 'l' ? `\x1b[?25${final}` : '';
  const most = IN_ROWS.has(final) ? grid.rows : IN_COLUMNS.has(final) ? grid.columns : null;
  if (most !== null && /^\d*$/.test(parameters)) return `\x1b[${clamped(parameters, most)}${final}`;
  if (final !== 'H' && final !== 'f') return '';
  const place = /^(\d*)(?:;(\d*))?$/.exec(parameters);
  if (place === null) return '';
  return `\x1b[${clamped(place[1]!, grid.rows)};${clamped(place[2] ?? '', grid.columns)}${final}`;
}

const clamped = (count: string, most: number): string =>
  count === '' ? '' : String(Math.min(Number(count), most));

/** Parameters that no terminal needs: blinking (5, 6) and concealing (8). */
const HIDING = new Set(['5', '6', '8']);
/** Colours end at 255 and attributes below; anything longer is a bomb. */
const MAX_DIGITS = 4;

/** SGR without what hides text. Colours given by number or RGB keep their parameters. */
function colour(parameters: string): string {
  if (!/^[\d;:]*$/.test(parameters)) return '';
  if (!/[568]/.test(parameters) && !/\d{5}/.test(parameters)) return `\x1b[${parameters}m`;
  const given = parameters.split(';');
  const kept: string[] = [];
  for (let at = 0; at < given.length;) {
    const length = colourLength(given, at);
    const field = given.slice(at, at + length);
    at += length;
    const first = field[0]!.split(':')[0]!.replace(/^0+(?=\d)/, '');
    if (length === 1 && HIDING.has(first)) continue;
    if (field.every((each) => each.split(':').every((part) => part.length <= MAX_DIGITS)))
      kept.push(...field);
  }
  return kept.length === 0 ? '' : `\x1b[${kept.join(';')}m`;
}

/** `38;5;n` and `38;2;r;g;b` (also 48 and 58) belong together. */
function colourLength(given: readonly string[], at: number): number {
  if (!['38', '48', '58'].includes(given[at]!)) return 1;
  if (given[at + 1] === '5') return 3;
  return given[at + 1] === '2' ? 5 : 1;
}
