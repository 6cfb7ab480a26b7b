import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCutter, terminalText } from './host-text.ts';

/** The same bytes in pieces, cut at random places. */
const inPieces = fc
  .tuple(
    fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\t', '点', '\u001b', '😀', '\u0007') }),
      fc.string({ unit: 'binary' }),
    ),
    fc.array(fc.nat(), { maxLength: 6 }),
  )
  .map(([text, cuts]) => {
    const bytes = Buffer.from(text);
    const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    return { text, pieces: places.slice(1).map((end, at) => bytes.subarray(places[at], end)) };
  });

test('text for a terminal does not depend on how the bytes were cut', () => {
  fc.assert(
    fc.property(inPieces, ({ pieces }) => {
      const cut = terminalText();
      const whole = terminalText();
      expect(pieces.map((piece) => cut.text(piece)).join('') + cut.rest()).toBe(
        whole.text(Buffer.concat(pieces)) + whole.rest(),
      );
    }),
  );
});

test('nothing but line ends and tabs acts on the terminal', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = terminalText();
      expect(text.text(bytes) + text.rest()).not.toMatch(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
      );
    }),
  );
});

test.each([
  ['tab\tline\r\nnext\n', 'tab\tline\nnext\n'],
  ['10%\r20%\r\n', '10%\\x0d20%\n'],
  ['\u001b[2Jgone', '\\x1b[2Jgone'],
  ['点名\u202e', '点名\\u202e'],
])('%j is shown as %j', (sent, shown) => {
  const text = terminalText();
  expect(text.text(Buffer.from(sent)) + text.rest()).toBe(shown);
});

test('lines come out whole however they were cut, and nothing is lost', () => {
  fc.assert(
    fc.property(inPieces, ({ pieces }) => {
      const cutter = lineCutter(1_000_000);
      const lines = pieces.flatMap((piece) => cutter.lines(piece));
      const rest = cutter.rest();
      const again = Buffer.concat([
        ...lines.flatMap((line) => [line, Buffer.from('\n')]),
        rest ?? Buffer.alloc(0),
      ]);
      expect(again.equals(Buffer.concat(pieces))).toBe(true);
      for (const line of lines) expect(line.includes(10)).toBe(false);
      expect(cutter.rest()).toBeNull();
    }),
  );
});

test('a line that does not end is broken at the limit', () => {
  const cutter = lineCutter(4);
  expect(cutter.lines(Buffer.from('abc'))).toEqual([]);
  expect(cutter.lines(Buffer.from('def')).map(String)).toEqual(
    ['abcdef'].map((line) => String(Buffer.from(line))),
  );
  expect(cutter.rest()).toBeNull();
});
