import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScreen, mayShowProgress } from './screen.ts';
import { createSink } from './sink.ts';

const ERASE = '\r\u001b[J';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function screenOf(how: { shared: boolean; live: boolean }) {
  const written = { out: [] as string[], err: [] as string[] };
  const into = (list: string[]) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (chunk.length > 0) list.push(chunk.toString());
        done();
      },
    });
  const out = createSink(into(written.out), how.shared);
  const err = createSink(into(written.err), how.live);
  return { written, screen: createScreen({ out, err, ...how, columns: () => 80 }) };
}

test('on one terminal lines wait for the frame and stand above the progress line, in one write', async () => {
  const { screen, written } = screenOf({ shared: true, live: true });
  let done = 0;
  screen.progress(() => ` ${done}/3`);
  vi.advanceTimersByTime(100);
  expect(written.err).toEqual([' 0/3\r']);
  screen.result('a\n');
  screen.note('b\n');
  screen.result('c\n');
  done = 2;
  expect(written.err).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(written.err.slice(1)).toEqual([`${ERASE}a\nb\nc\n 2/3\r`]);
  expect(written.out).toEqual([]);
  await screen.close();
  expect(written.err.slice(2)).toEqual([ERASE]);
});

test('a progress line that did not change is not drawn again, and at most ten a second are', () => {
  const { screen, written } = screenOf({ shared: true, live: true });
  let at = 0;
  screen.progress(() => ' same');
  vi.advanceTimersByTime(1_000);
  expect(written.err).toEqual([' same\r']);
  screen.progress(() => ` ${at++}`);
  vi.advanceTimersByTime(1_000);
  expect(written.err).toHaveLength(11);
});

test('results that go elsewhere do not wait for the progress line', () => {
  const { screen, written } = screenOf({ shared: false, live: true });
  screen.progress(() => ' 0/3');
  vi.advanceTimersByTime(100);
  screen.result('a\n');
  screen.note('hint\n');
  expect(written.out).toEqual(['a\n']);
  expect(written.err).toEqual([' 0/3\r']);
  vi.advanceTimersByTime(100);
  expect(written.err.slice(1)).toEqual([`${ERASE}hint\n 0/3\r`]);
});

test('without a terminal there is no progress line and nothing waits', async () => {
  const { screen, written } = screenOf({ shared: false, live: false });
  screen.progress(() => ' 0/3');
  screen.note('hint\n');
  screen.result(new Uint8Array([0x61, 0xff]));
  vi.advanceTimersByTime(1_000);
  await screen.close();
  expect(written).toEqual({ out: ['a\ufffd'], err: ['hint\n'] });
});

test.each([
  ['both on a terminal', 'terminal', true, 'xterm', true],
  ['stdout in a file', 'file', true, 'xterm', true],
  ['stdout in a pipe, which may write to the same terminal', 'pipe', true, 'xterm', false],
  ['stderr elsewhere', 'terminal', false, 'xterm', false],
  ['a terminal that cannot move the cursor', 'terminal', true, 'dumb', false],
] as const)('a progress line with %s', (_name, stdout, stderrIsTerminal, TERM, expected) => {
  expect(mayShowProgress({ stdout, stderrIsTerminal, env: { TERM } })).toBe(expected);
});
