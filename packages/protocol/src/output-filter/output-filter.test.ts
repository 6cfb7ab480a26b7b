import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOMBS, cutAt, cuts, hostileBytes } from '../testing/hostile-text.ts';
import { createOutputFilter, MAX_STRING_BYTES, type OutputFilterOptions } from './output-filter.ts';
import { OUTPUT_PROFILES, type OutputProfile } from './profiles.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function filtered(
  profile: OutputProfile,
  input: Uint8Array,
  places: readonly number[] = [],
  options?: OutputFilterOptions,
): string {
  const filter = createOutputFilter(profile, options);
  return cutAt(input, places).reduce((out, piece) => out + filter.push(piece), '') + filter.end();
}

const through = (profile: OutputProfile, text: string): string => filtered(profile, bytes(text));

describe('the profile run', () => {
  it.each([
    ['plain text', 'up 3 days, load 0.42'],
    ['Chinese and accents', '运行中 café'],
    ['line ends, tab and backspace', 'a\nb\r\nc\td\b'],
    ['a progress line', '10%\r20%\x1b[K'],
    ['colours', '\x1b[1;31mred\x1b[0m\x1b[m'],
    ['colours by number and RGB', '\x1b[38;5;8;48;2;5;6;8mx\x1b[m'],
    ['colours with colons', '\x1b[38:2::1:2:3;4:3mx\x1b[m'],
    ['accents made of marks', 'e\u0301'],
    ['boxes, arrows and emoji', '┌─┐ → ✓ 😀'],
  ])('passes: %s', (_, text) => expect(through('run', text)).toBe(text));

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
    ['concealing and blinking', '\x1b[8ma\x1b[5;31mb\x1b[08;1mc\x1b[m', 'a\x1b[31mb\x1b[1mc\x1b[m'],
    ['colours with numbers that no palette has', '\x1b[99999ma\x1b[38;5;99999mb', 'ab'],
    ['erase in line with anything but 0 to 2', 'a\x1b[3Kb\x1b[?1K', 'ab'],
    ['a sequence cut off by a line end', 'a\x1b[3\nb\x1b\nc', 'a\nb\nc'],
    ['a string ended by the start of another sequence', 'a\x1b]0;t\x1b[31mb\x1b[m', 'a\x1b[31mb\x1b[m'],
  ])('drops: %s', (_, input, expected) => expect(through('run', input)).toBe(expected));

  it.each([
    ['NUL and other control characters', 'a\0b\x05c\x7f', 'a\\x00b\\x05c\\x7f'],
    ['C1 controls, which a terminal takes as sequences', 'a\u009b31mb\u0090c', 'a\\x9b31mb\\x90c'],
    ['turning the direction of text', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd', 'a\\u200bb\\xadc\\ufeffd'],
    ['invisible tags', 'a\u{e0041}', 'a\\u{e0041}'],
  ])('writes out: %s', (_, input, expected) => expect(through('run', input)).toBe(expected));

  it('takes colours back that were left on, and begins anew', () => {
    const filter = createOutputFilter('run');
    expect(filter.push(bytes('\x1b[31mred')) + filter.end()).toBe('\x1b[31mred\x1b[0m');
    expect(filter.push(bytes('plain')) + filter.end()).toBe('plain');
    expect(filter.push(bytes('\x1b]0;never ends')) + filter.end()).toBe('');
    expect(filter.push(bytes('seen')) + filter.end()).toBe('seen');
  });

  it('ends lines as the reader wants them, however the host ends them', () => {
    const crlf = { lineEnd: '\r\n' } as const;
    expect(filtered('run', bytes('a\nb\r\nc'), [], crlf)).toBe('a\r\nb\r\nc');
    expect(filtered('run', bytes('a\r\n'), [2], crlf)).toBe('a\r\n');
  });
});

describe('the profile terminal', () => {
  const grid = { columns: 80, rows: 24 };
  it.each([
    ['moves within the screen', '\x1b[2A\x1b[10;10H\x1b[5C', '\x1b[2A\x1b[10;10H\x1b[5C'],
    [
      'counts up to the screen',
      '\x1b[2147483647S\x1b[99999L\x1b[99999b\x1b[99999P',
      '\x1b[24S\x1b[24L\x1b[80b\x1b[80P',
    ],
    ['places on the screen', '\x1b[99999;99999H\x1b[;5f\x1b[H', '\x1b[24;80H\x1b[;5f\x1b[;H'],
    ['erasing, but not the scrollback', '\x1b[2J\x1b[J\x1b[3J\x1b[1K', '\x1b[2J\x1b[J\x1b[1K'],
    ['saving, restoring, scrolling', '\x1b7\x1bD\x1bM\x1b8', '\x1b7\x1bD\x1bM\x1b8\x1b[0m'],
    ['hiding the cursor, until the end', '\x1b[?25l', '\x1b[?25l\x1b[?25h'],
    ['nothing with other parameters', '\x1b[1;2;3;4;5T\x1b[>1S\x1b[?1;1;0S', ''],
    ['no scroll region, mode, reset or question', '\x1b[2;5r\x1b[?1049h\x1b[4h\x1bc\x1b[6n', ''],
  ])('%s', (_, input, expected) => expect(filtered('terminal', bytes(input), [], { grid })).toBe(expected));
});

describe('the profile plain', () => {
  it.each([
    ['tabs and line ends', 'tab\tline\r\nnext\n', 'tab\tline\nnext\n'],
    ['a CR that is no line end', '10%\r20%\r\r\n', '10%\\x0d20%\\x0d\n'],
    ['colours, which it has not', '\x1b[31mred\x1b[0m', 'red'],
    ['a backspace', 'a\bb', 'a\\x08b'],
  ])('%s', (_, input, expected) => expect(through('plain', input)).toBe(expected));
});

describe('the profile line', () => {
  it.each([
    ['colours, which end with it', '\x1b[31mred', '\x1b[31mred\x1b[0m'],
    ['a tab is one space', 'a\tb', 'a b'],
    ['nothing that leaves the line', 'a\nb\rc\x1b[Kd\be', 'a\\x0ab\\x0dcd\\x08e'],
    ['the first half of a line end', 'a\r', 'a'],
  ])('%s', (_, input, expected) => expect(through('line', input)).toBe(expected));
});

describe.each(OUTPUT_PROFILES)('every text through %s', (profile) => {
  it('comes out the same however it is cut', () => {
    fc.assert(
      fc.property(hostileBytes, cuts, (input, places) => {
        expect(filtered(profile, input, places)).toBe(filtered(profile, input));
        const bytewise = Array.from(input, (_, at) => at);
        expect(filtered(profile, input, bytewise)).toBe(filtered(profile, input));
      }),
      { numRuns: 500 },
    );
  });

  it('comes out the same when it goes through once more', () => {
    for (const lineEnd of ['\n', '\r\n'] as const)
      fc.assert(
        fc.property(hostileBytes, (input) => {
          const once = filtered(profile, input, [], { lineEnd });
          expect(filtered(profile, bytes(once), [], { lineEnd })).toBe(once);
        }),
        { numRuns: 300 },
      );
  });

  it('has nothing in it that may not be there', () => {
    fc.assert(
      fc.property(hostileBytes, (input) => {
        expect(forbidden(filtered(profile, input), profile)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(BOMBS)('is harmless and no longer than its bytes allow: %s', (_, input) => {
    const out = through(profile, input);
    expect(forbidden(out, profile)).toEqual([]);
    expect(out.length).toBeLessThanOrEqual(bytes(input).length * 4 + 16);
  });

  it('loses nothing of text without sequences', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\u4e00-\u9fff]{0,80}$/), (text) => {
        expect(through(profile, text)).toBe(text);
      }),
    );
  });

  it('takes a lot at once', () => {
    for (const unit of ['a', '\x1b[31mred\x1b[0m ', '\x1b[38;5;1m', '\x1b]0;x', '运'])
      expect(() => through(profile, unit.repeat(3_000_000 / unit.length))).not.toThrow();
  });

  it('shows what follows a string that never ends', () => {
    const hidden = `0;${'x'.repeat(MAX_STRING_BYTES - 2)}`;
    expect(through(profile, `a\x1b]${hidden}seen`)).toBe('aseen');
  });

  it('replaces malformed UTF-8, also an overlong control character', () => {
    const overlong = new Uint8Array([0x61, 0xff, 0xc0, 0x9b, 0xe0, 0x82, 0x9b, 0x62]);
    expect(filtered(profile, overlong)).toMatch(/^a\ufffd+b$/);
    expect(filtered(profile, new Uint8Array([0x61, 0xe4, 0xb8]))).toBe('a\ufffd');
  });

  it('keeps at most eight marks on one character', () => {
    expect(through(profile, `e${'\u0301'.repeat(1_000)}f`)).toBe(`e${'\u0301'.repeat(8)}f`);
  });
});

/** What a terminal would find in `text` beyond what `profile` lets pass: a scanner that knows nothing of the filter. */
function forbidden(text: string, profile: OutputProfile): string[] {
  const allowed: Record<OutputProfile, RegExp> = {
    line: /\x1b\[[\d;:]*m/g,
    plain: /[\n\t]/g,
    run: /\x1b\[[\d;:]*m|\x1b\[[012]?K|[\n\t\r\b]/g,
    terminal:
      /\x1b\[[\d;:]*m|\x1b\[[012]?[JK]|\x1b\[\?25[hl]|\x1b\[(\d{0,2};)?\d{0,2}[A-IPSTXZL-M@`abdef]|\x1b[78DEM]|[\n\t\r\b]/g,
  };
  const rest = text.replace(allowed[profile], '');
  const found = Array.from(rest).filter((character) => isActing(character.codePointAt(0)!));
  for (const [, parameters] of text.matchAll(/\x1b\[([\d;:]*)m/g))
    if (hides(parameters!)) found.push(`SGR ${parameters}`);
  return found;
}

function isActing(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  if ((code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)) return true;
  return (code >= 0x2060 && code <= 0x206f) || code === 0xfeff || (code >= 0xe0000 && code <= 0xe007f);
}

/** Whether SGR parameters blink or conceal; numbers of colours are none. */
function hides(parameters: string): boolean {
  const plain = parameters
    .replace(/(^|;)(?:38|48|58);5(?:;\d*)?/g, '$1')
    .replace(/(^|;)(?:38|48|58);2(?:;\d*){0,3}/g, '$1');
  return /(^|;)0*[568]($|[;:])/.test(plain);
}
