import fc from 'fast-check';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What hosts have done to terminals, a sentence each; every one has been seen in the wild or in an advisory. */
export const BOMBS: readonly [what: string, input: string][] = [
  [
    'a huge count that freezes xterm.js and others (scroll, insert, repeat)',
    'a\x1b[2147483647S\x1b[999999999L\x1b[999999999b',
  ],
  ['the clipboard read and written (OSC 52)', 'a\x1b]52;c;?\x07\x1b]52;c;cm0gLXJmIC8K\x1b\\b'],
  ['a setting reported back as typing (DECRQSS, CVE-2008-2383)', 'a\x1bP$q"p\x1b\\b'],
  ['the title set and reported back as typing (CVE-2003-0063)', '\x1b]0;rm -rf /\x07\x1b[21t'],
  ['the font name reported back (CVE-2022-45063)', '\x1b]50;i\x01$(id)\x07\x1b]50;?\x07'],
  [
    'questions: status, place, attributes, terminal name',
    '\x1b[5n\x1b[6n\x1b[c\x1b[>c\x1b[=c\x1b[>q\x1bZ\x05',
  ],
  ['colours asked for (OSC 4, 10, 11)', '\x1b]4;1;?\x07\x1b]10;?\x07\x1b]11;?\x1b\\'],
  ['a title that never ends', `a\x1b]0;${'x'.repeat(200_000)}`],
  ['a picture in sixels', `\x1bPq${'#0;2;0;0;0~-'.repeat(2_000)}\x1b\\b`],
  ['a device control string that never ends', `\x1bP${'1;'.repeat(50_000)}`],
  ['endless parameters', `\x1b[${'1;'.repeat(50_000)}m`],
  ['an application string with a tmux pass-through', '\x1bPtmux;\x1b\x1b]52;c;?\x07\x1b\\'],
  [
    'the alternate screen, mouse, bracketed paste, focus and synchronised output',
    '\x1b[?1049h\x1b[?1003;1006h\x1b[?2004h\x1b[?1004h\x1b[?2026h',
  ],
  ['line drawing characters that garble what follows', '\x1b(0\x0eqqqq\x1b%G\x1b#8'],
  ['a reset that clears the view and the scrollback', '\x1bc\x1b[!p\x1b[3J\x1b[H\x1b[2J'],
  ['eight-bit C1 controls in UTF-8', 'a\u009b31mb\u009d0;t\u009cc\u0090$qm\u009cd\u0085e'],
  ['eight-bit C1 controls raw', 'a\u0080'],
  [
    'a link with another text than target (OSC 8)',
    '\x1b]8;;https://evil.example/\x07https://good.example/\x1b]8;;\x07',
  ],
  ['text turned around, hidden and tagged', 'a\u202efdp.exe\u2066b\u200bc\u{e0041}\u{e0042}\ufeff'],
  ['hidden text', '\x1b[8mhidden\x1b[28m\x1b[5mblink\x1b[38;5;8;8m'],
  ['endless marks on one character', `e${'\u0301'.repeat(20_000)}`],
  ['window operations', '\x1b[8;1;1t\x1b[3;0;0t\x1b[22;0t'],
  ['a sequence inside a sequence', '\x1b[3\x1b[31\x1b]0;\x1b[6nm'],
  ['a cursor that leaves the screen', '\x1b[99999;99999H\x1b[99999A\x1b[99999D'],
];

const pieces = fc.oneof(
  fc.constantFrom(
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\x1bP',
    '\x1b_',
    '\x1b\\',
    '\u009b',
    '\x07',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\b',
    '\0',
  ),
  fc.constantFrom(
    '?1049h',
    '31m',
    '38;5;1m',
    '0m',
    'm',
    '48;2;1;2;3m',
    '38;8;5m',
    '999999999S',
    '52;c;?',
    '6n',
    '2J',
    'K',
    '5A',
    '8m',
    ';',
    '?25l',
    '3;4H',
  ),
  fc.constantFrom('运', '\u0301', '\u202e', '\u{e0041}', '😀', '\u200b', 'ﾞ'),
  fc.constantFrom(...BOMBS.map(([, input]) => input.slice(0, 60))),
  fc.string({ maxLength: 6 }),
  fc.uint8Array({ maxLength: 4 }),
);

/** Bytes that are likely to be sequences, whole and cut off, mixed with anything. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc
  .array(pieces, { maxLength: 60 })
  .map((parts) =>
    Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? bytes(part) : part)])),
  );

/** Places to cut a text at; taken modulo its length. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.nat(400), { maxLength: 12 });

/** The pieces of `input` when it is cut before each of `places`. */
export function cutAt(input: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((cut) => cut % (input.length + 1))), input.length].sort(
    (a, b) => a - b,
  );
  return ends.map((end, at) => input.subarray(at === 0 ? 0 : ends[at - 1], end));
}
