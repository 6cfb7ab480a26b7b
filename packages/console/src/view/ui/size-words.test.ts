import { expect, it } from 'vitest';
import { inputBytes, sizeWords } from './size-words.ts';

it.each([
  [0, '0 B'],
  [105, '105 B'],
  [1_536, '1.5 KiB'],
  [38 * 1024 * 1024, '38 MiB'],
  [5 * 1024 ** 4, '5120 GiB'],
])('%i bytes are %s', (bytes, expected) => expect(sizeWords(bytes)).toBe(expected));

it.each([
  [{ text: '点a' }, 4],
  [{ base64: '', name: 'empty' }, 0],
  [{ base64: 'YQ==', name: 'a' }, 1],
  [{ base64: 'YWI=', name: 'ab' }, 2],
  [{ base64: 'YWJj', name: 'abc' }, 3],
])('the input %j has %d bytes', (input, bytes) => expect(inputBytes(input)).toBe(bytes));
