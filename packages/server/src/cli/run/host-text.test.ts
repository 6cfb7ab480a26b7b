import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLineOpen, lineCutter, terminalFilter } from './host-text.ts';
import { contextOf, hosts, memoryScreen } from './view.suite.ts';

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

test.each([
  ['a pipe, byte for byte', {}, null],
  ['a terminal with colours', { terminal: true, colour: true }, '\u001b[31mred\u001b[0m\n'],
  ['a terminal without colours', { terminal: true }, 'red\n'],
])('what a host prints goes to %s', (_, how, shown) => {
  const context = contextOf(memoryScreen().screen, hosts('10.0.0.1'), how);
  const filter = terminalFilter(context, 'out', 'run');
  const sent = '\u001b]0;title\u0007\u001b[31mred\u001b[0m\n';
  expect(filter && filter.push(Buffer.from(sent)) + filter.end()).toBe(shown);
});

test.each([
  ['text', true],
  ['text\n', false],
  ['text\n\u001b[0m\u001b[1;31m', false],
  ['\n\u001b[0mx', true],
  [Buffer.from('text\n'), false],
  [Buffer.from('text'), true],
])('after %j a line is open: %j', (chunk, isOpen) => {
  for (const before of [true, false]) expect(isLineOpen(chunk, before)).toBe(isOpen);
});

test.each(['', '\u001b[0m', Buffer.of()])('%j opens and ends no line', (chunk) => {
  for (const before of [true, false]) expect(isLineOpen(chunk, before)).toBe(before);
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
