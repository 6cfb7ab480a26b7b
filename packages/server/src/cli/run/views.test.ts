import { expect, test } from 'vitest';
import { jsonView } from './json-view.ts';
import { linesView } from './lines-view.ts';
import { oneHostView } from './one-host-view.ts';
import { statusView } from './status-view.ts';
import { contextOf, fact, hosts, memoryScreen, show } from './view.suite.ts';

test('the status view prints results to stdout and the first and last line to stderr', async () => {
  const memory = memoryScreen();
  const context = contextOf(memory.screen, [{ host: '10.0.0.1' }, { host: '10.0.0.22', port: 2201 }]);
  await show(statusView(context), 2, [
    fact.exited(1, 127, { stderrBytes: 9, lines: 1, excerpt: 'sh: 1: nginx: not found' }),
    fact.refused(0),
  ]);
  expect(memory.out()).toBe(
    [
      ' ▲ 10.0.0.22:2201 → non-zero        127   0.42 s   sh: 1: nginx: not found',
      ' ✗ 10.0.0.1       → unreachable       –   0.42 s   port 22 refused the connection',
      '',
    ].join('\n'),
  );
  expect(memory.err()).toMatch(
    /^ ── \d\d:\d\d:00 {2}2 hosts, 64 at once\n ── \d\d:\d\d:00 {2}1 non-zero exit, 1 no answer, in 3.6 s\n$/,
  );
});

test('on a terminal a status line is cut to its width, in a pipe it is whole', async () => {
  const excerpt = 'x'.repeat(200);
  for (const terminal of [true, false]) {
    const memory = memoryScreen();
    await show(statusView(contextOf(memory.screen, hosts('h'), { terminal })), 1, [
      fact.exited(0, 0, { lines: 1, excerpt }),
    ]);
    expect(memory.out().trimEnd().length).toBe(terminal ? 80 : 44 + 200);
  }
});

test('the lines view names the host of every line, keeps the streams apart and the bytes exact', async () => {
  const memory = memoryScreen();
  await show(linesView(contextOf(memory.screen, hosts('a', 'b'))), 2, [
    fact.out(0, 'one\ntw'),
    fact.out(1, Uint8Array.of(0x1b, 0xff, 0x0a)),
    fact.out(0, 'o\nthree'),
    fact.err(0, 'oops\n'),
    fact.exited(0, 3, { lines: 4, excerpt: 'oops' }),
    fact.exited(1),
  ]);
  const bytes = (text: string) => Buffer.from(text);
  expect(memory.outBytes()).toEqual(
    Buffer.concat([bytes('a: one\nb: '), Buffer.of(0x1b, 0xff), bytes('\na: two\na: three\n')]),
  );
  const err = memory.err().split('\n');
  expect(err[1]).toBe('a: oops');
  expect(err[2]).toMatch(/ ▲ a {7}→ non-zero/);
  expect(err).toHaveLength(5);
});

test('on a terminal no host acts on it through a line', async () => {
  const memory = memoryScreen();
  const context = contextOf(memory.screen, hosts('a'), { terminal: true });
  await show(linesView(context), 1, [fact.out(0, '\u001b]0;owned\u0007点\r\n'), fact.exited(0)]);
  expect(memory.out()).toBe('a: 点\n');
});

test('one host is shown as ssh does, then its status line on stderr', async () => {
  const memory = memoryScreen();
  await show(oneHostView(contextOf(memory.screen, hosts('a'))), 1, [
    fact.out(0, Uint8Array.of(0x00, 0xff, 0x0a, 0x1b)),
    fact.err(0, 'warn'),
    fact.exited(0, 0, { lines: 2, excerpt: 'x' }),
  ]);
  expect(memory.outBytes()).toEqual(Buffer.of(0x00, 0xff, 0x0a, 0x1b));
  expect(memory.err()).toMatch(/^warn\n ✓ a/);
});

test('one host: where its output has a gap, stderr says so, and stdout stays exact', async () => {
  const memory = memoryScreen();
  await show(oneHostView(contextOf(memory.screen, hosts('a'))), 1, [
    fact.out(0, '152\n153'),
    { type: 'host-output-gap', host: 0, stdoutBytes: 2048, stderrBytes: 0 },
    fact.out(0, '8\n1539\n'),
    fact.exited(0, 0),
  ]);
  expect(memory.out()).toBe('152\n1538\n1539\n');
  expect(memory.err()).toMatch(/^ ── 2 KiB not kept here\n ✓ a/);
});

test('one host on a terminal: harmless text, and the status line on a line of its own', async () => {
  const memory = memoryScreen();
  await show(oneHostView(contextOf(memory.screen, hosts('a'), { terminal: true })), 1, [
    fact.out(0, 'a\u001b[2J\u001b[31mb\u0005\u202e\nno end'),
    fact.exited(0, 0, { lines: 2, excerpt: 'x' }),
  ]);
  expect(memory.out()).toBe('ab\\x05\\u202e\nno end');
  expect(memory.err()).toMatch(/^\n ✓ a/);
});

test('json is the log, a line each, with the name of the host', async () => {
  const memory = memoryScreen();
  await show(jsonView(contextOf(memory.screen, hosts('10.0.0.1'))), 1, [fact.out(0, 'hi\n'), fact.exited(0)]);
  const events = memory
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ seq, type, target }) => [seq, type, target])).toEqual([
    [1, 'run-started', undefined],
    [2, 'host-output', '10.0.0.1'],
    [3, 'host-exited', '10.0.0.1'],
    [4, 'run-finished', undefined],
  ]);
  expect(events[1]).toMatchObject({ stream: 'stdout', text: 'hi\n' });
  expect(memory.err()).toBe('');
});
