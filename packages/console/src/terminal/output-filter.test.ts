import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputFilter, MAX_STRING_BYTES } from './output-filter.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The whole input through one filter, cut before each of `cuts`. */
function filtered(input: Uint8Array, cuts: readonly number[] = []): string {
  const filter = createOutputFilter();
  const places = [...new Set(cuts.map((cut) => cut % (input.length + 1)))].sort((a, b) => a - b);
  let out = '';
  let at = 0;
  for (const cut of [...places, input.length]) {
    out += filter.push(input.subarray(at, cut));
    at = cut;
  }
  return out + filter.end();
}

const through = (text: string): string => filtered(bytes(text));

describe('what a host prints', () => {
  it.each([
    ['plain text', 'up 3 days, load 0.42', 'up 3 days, load 0.42'],
    ['Chinese and accents', '运行中 café', '运行中 café'],
    ['line ends, with the carriage return that a terminal needs', 'a\nb\r\nc', 'a\r\nb\r\r\nc'],
    ['tab and backspace', 'a\tb\b', 'a\tb\b'],
    ['a progress line', '10%\r20%\x1b[K', '10%\r20%\x1b[K'],
    ['colours', '\x1b[1;31mred\x1b[0m\x1b[m', '\x1b[1;31mred\x1b[0m\x1b[m'],
    ['colours by number and RGB', '\x1b[38;5;8;48;2;5;6;8m', '\x1b[38;5;8;48;2;5;6;8m'],
    ['colours with colons', '\x1b[38:2::1:2:3;4:3m', '\x1b[38:2::1:2:3;4:3m'],
    ['accents made of marks', 'e\u0301', 'e\u0301'],
  ])('passes: %s', (_what, input, expected) => expect(through(input)).toBe(expected));

  it.each([
    ['moving the cursor', 'a\x1b[2Ab\x1b[10;10Hc', 'abc'],
    ['a huge count', 'a\x1b[2147483647Sb\x1b[999999999bc', 'abc'],
    ['clearing the screen', 'a\x1b[2Jb\x1b[3J', 'ab'],
    ['the alternate screen and other modes', 'a\x1b[?1049hb\x1b[?2026hc\x1b[?25l', 'abc'],
    ['a title', 'a\x1b]0;owned\x07b', 'ab'],
    ['the clipboard', 'a\x1b]52;c;ZXZpbA==\x1b\\b', 'ab'],
    ['a link', '\x1b]8;;https://192.0.2.1/\x1b\\here\x1b]8;;\x1b\\', 'here'],
    [
      'device control and application strings',
      'a\x1bP$qm\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d\x1bXz\x1b\\e',
      'abcde',
    ],
    ['questions to the terminal', 'a\x1b[6n\x1b[c\x1b[>cb\x1bZ', 'ab'],
    ['reset, save and restore', 'a\x1bcb\x1b7c\x1b8d', 'abcd'],
    ['character sets and the shift to them', '\x1b(0a\x0eb\x0f\x1b(B', 'ab'],
    ['bells', 'a\x07b', 'ab'],
    ['concealing and blinking', '\x1b[8ma\x1b[5;31mb\x1b[08;1m', 'a\x1b[31mb\x1b[1m'],
    ['erase in line with anything but 0 to 2', 'a\x1b[3Kb\x1b[?1K', 'ab'],
    ['a sequence cut off by a line end', 'a\x1b[3\nb\x1b\nc', 'a\r\nb\r\nc'],
    ['a string ended by the start of another sequence', 'a\x1b]0;t\x1b[31mb', 'a\x1b[31mb'],
  ])('drops: %s', (_what, input, expected) => expect(through(input)).toBe(expected));

  it.each([
    ['NUL and other control characters', 'a\0b\x0bc\x7f', 'a\\x00b\\x0bc\\x7f'],
    ['C1 controls, which a terminal takes as sequences', 'a\u009b31mb\u0090c', 'a\\x9b31mb\\x90c'],
    ['turning the direction of text', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd', 'a\\u200bb\\xadc\\ufeffd'],
    ['invisible tags', 'a\u{e0041}', 'a\\u{e0041}'],
  ])('writes out: %s', (_what, input, expected) => expect(through(input)).toBe(expected));

  it('shows what follows a string that never ends', () => {
    const hidden = `0;${'x'.repeat(MAX_STRING_BYTES - 2)}`;
    expect(through(`a\x1b]${hidden}seen`)).toBe('aseen');
  });

  it('replaces malformed UTF-8, also an overlong control character', () => {
    expect(filtered(new Uint8Array([0x61, 0xff, 0xc0, 0x9b, 0xe0, 0x82, 0x9b, 0x62]))).toMatch(/^a\ufffd+b$/);
    expect(filtered(new Uint8Array([0x61, 0xe4, 0xb8]))).toBe('a\ufffd');
  });

  it('keeps at most eight marks on one character', () => {
    expect(through(`e${'\u0301'.repeat(1_000)}f`)).toBe(`e${'\u0301'.repeat(8)}f`);
  });
});

/** Bytes that are likely to be sequences: pieces of them mixed with anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x1b_',
        '\x1b\\',
        '\x9b',
        '\x07',
        '\n',
        '\r',
        '\t',
        '\b',
      ),
      fc.constantFrom(
        '?1049h',
        '31m',
        '38;5;1m',
        '999999999S',
        '52;c;?',
        '6n',
        '2J',
        'K',
        '5A',
        '8m',
        ';',
        '运',
        '\u0301',
      ),
      fc.string({ maxLength: 6 }),
      fc.uint8Array({ maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => {
    const pieces = parts.map((part) => (typeof part === 'string' ? bytes(part) : part));
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  });

describe('whatever a host prints', () => {
  it('comes out the same however it is cut', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(400), { maxLength: 12 }), (input, cuts) => {
        expect(filtered(input, cuts)).toBe(filtered(input));
      }),
      { numRuns: 500 },
    );
  });

  it('comes out as text, line moves, colours and erase in line, and nothing else', () => {
    // oxlint-disable-next-line no-misleading-character-class
    const allowed =
      /^(?:[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\r\t\b]|\r\n|\x1b\[[\d;:]*m|\x1b\[[012]?K)*$/;
    fc.assert(
      fc.property(hostile, (input) => {
        expect(filtered(input)).toMatch(allowed);
      }),
      { numRuns: 500 },
    );
  });

  it('loses no text that no sequence touches', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\u4e00-\u9fff\n]{0,80}$/), (text) => {
        expect(through(text)).toBe(text.replaceAll('\n', '\r\n'));
      }),
    );
  });

  it('leaves a terminal in its normal screen, silent, with an untouched title', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (input) => {
        const terminal = new Terminal({ cols: 40, rows: 6, allowProposedApi: true });
        const told: string[] = [];
        terminal.onData((data) => told.push(data));
        terminal.onTitleChange((title) => told.push(title));
        terminal.onBell(() => told.push('bell'));
        const before = JSON.stringify(terminal.modes);
        await new Promise<void>((resolve) => terminal.write(filtered(input), resolve));
        expect(told).toEqual([]);
        expect(terminal.buffer.active.type).toBe('normal');
        expect(JSON.stringify(terminal.modes)).toBe(before);
        terminal.dispose();
      }),
      { numRuns: 200 },
    );
  });
});

describe('a bomb', () => {
  it.each([
    ['a million huge counts', '\x1b[2147483647S\x1b[2147483647L'.repeat(50_000)],
    ['an endless title', `\x1b]0;${'x'.repeat(1_000_000)}`],
    ['endless marks', '\u0301'.repeat(500_000)],
    ['endless parameters', `\x1b[${'1;'.repeat(500_000)}m`],
    ['a megabyte of NUL', '\0'.repeat(1_000_000)],
  ])('is cheap: %s', (_what, text) => {
    const input = bytes(text);
    const out = filtered(input);
    expect(out.length).toBeLessThanOrEqual(input.length * 4);
  });
});
