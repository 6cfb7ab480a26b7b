import { expect, test } from 'vitest';
import { asShWouldSay } from './stderr-words.ts';

test.each([
  ['bash: nginx: command not found\n', 'sh: 1: nginx: not found\n'],
  ['bash: line 3: nginx: command not found\n', 'sh: 3: nginx: not found\n'],
  ['bash: ./x: No such file or directory\n', 'sh: 1: ./x: not found\n'],
  ['bash: /dev/full: No space left on device\n', 'sh: 1: write error: No space left on device\n'],
  [
    "touch: cannot touch '/tmp/b': ENOSPC: no space left on device, write '/tmp/b'\n",
    "touch: cannot touch '/tmp/b': No space left on device\n",
  ],
  ['bash: syntax error: Parse error at 2:8: near fi\n', 'sh: 2: Syntax error: near fi\n'],
  ['a\nbash: b: command not found\nc\n', 'a\nsh: 1: b: not found\nc\n'],
  ['tee: /x: No such file or directory\n', 'tee: /x: No such file or directory\n'],
  ['a program called bash: fine\n', 'a program called bash: fine\n'],
])('%j', (text, words) => {
  expect(asShWouldSay(text, false)).toBe(words);
});

test('where the disk is full, tee says so', () => {
  expect(asShWouldSay('tee: /x: No such file or directory\n', true)).toBe(
    'tee: /x: No space left on device\n',
  );
});
