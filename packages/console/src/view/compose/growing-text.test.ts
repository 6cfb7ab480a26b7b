import { expect, it } from 'vitest';
import { hasLongLine } from './growing-text.tsx';

it.each([
  ['nothing', '', false],
  ['a line of the most', 'aaaa', false],
  ['a longer line', 'aaaaa', true],
  ['many lines of the most', 'aaaa\naaaa\naaaa\n', false],
  ['a longer line among short ones', 'a\naa\naaaaa\na', true],
  ['a longer line at the end', 'aaaa\naaaaa', true],
  ['line breaks alone', '\n'.repeat(20), false],
])('of %s', (_, text, long) => {
  expect(hasLongLine(text, 4)).toBe(long);
});
