import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readInput } from './input.ts';

const open = new AbortController().signal;

test('lines come as they are complete, and the rest at the end', async () => {
  const source = new PassThrough();
  const input = readInput(source, false, open);
  source.write('on');
  const first = input.line();
  source.write('e\ntwo\nth');
  expect([await first, await input.line()]).toEqual(['one', 'two']);
  const rest = input.rest();
  source.end('ree\u0004');
  expect((await rest).toString()).toBe('three\u0004');
  expect([await input.line(), (await input.rest()).length]).toEqual([undefined, 0]);
});

test('what is typed ends with the sign for it', async () => {
  const source = new PassThrough();
  const input = readInput(source, true, open);
  source.write('one\u0004two');
  expect((await input.rest()).toString()).toBe('one');
});

test('nobody waits for a channel that is gone', async () => {
  const closed = new AbortController();
  const input = readInput(new PassThrough(), false, closed.signal);
  const line = input.line();
  closed.abort();
  expect(await line).toBeUndefined();
});
