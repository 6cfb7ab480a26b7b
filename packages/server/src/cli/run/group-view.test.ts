import { expect, test } from 'vitest';
import { groupView } from './group-view.ts';
import { contextOf, fact, hosts, memoryScreen, show } from './view.suite.ts';

type Facts = Parameters<typeof show>[2];

/** Shows the facts in groups; the output is read back from the facts, as from a log. */
async function grouped(names: string[], facts: Facts, how: { terminal?: boolean } = {}): Promise<string> {
  const memory = memoryScreen();
  async function* readOutput(host: number): AsyncGenerator<Uint8Array> {
    for (const each of facts) if (each.type === 'host-output' && each.host === host) yield each.bytes;
  }
  await show(groupView(contextOf(memory.screen, hosts(...names), how), readOutput), names.length, facts);
  return memory.out();
}

const said = { stdoutBytes: 3, lines: 1, excerpt: 'up' };

test('equal answers stand once, under the folded range, answers before failures', async () => {
  const names = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'];
  const out = await grouped(names, [
    fact.refused(4),
    fact.out(2, 'up\n'),
    fact.out(0, 'u'),
    fact.out(0, 'p\n'),
    fact.exited(2, 0, said),
    fact.exited(0, 0, said),
    fact.refused(3),
    fact.err(1, 'sh: 1: nginx: not found'),
    fact.exited(1, 127, { stderrBytes: 23, lines: 1, excerpt: 'sh: 1: nginx: not found' }),
  ]);
  expect(out).toBe(
    [
      ' ── 10.0.0.1,3  2 hosts  ✓ success',
      'up',
      ' ── 10.0.0.2  1 host  ▲ non-zero 127',
      'sh: 1: nginx: not found',
      ' ── 10.0.0.4-5  2 hosts  ✗ unreachable',
      'port 22 refused the connection',
      '',
    ].join('\n'),
  );
});

test('the same text on another stream, or with another status, is another answer', async () => {
  const out = await grouped(
    ['a1', 'a2', 'a3'],
    [
      fact.out(0, 'up\n'),
      fact.exited(0, 0, said),
      fact.err(1, 'up\n'),
      fact.exited(1, 0, said),
      fact.out(2, 'up\n'),
      fact.exited(2, 1, said),
    ],
  );
  expect(out.match(/ ── /g)).toHaveLength(3);
});

test('hosts with the same reason are one group although each has its own key or name', async () => {
  const key = (host: number) => ({
    ...fact.newKey(host),
    detail: `SHA256:${host}`,
  });
  const nowhere = (host: number) => ({ ...fact.refused(host), reason: 'resolve/not-found' as const });
  const out = await grouped(['a1', 'a2', 'b1', 'b2', 'c'], [key(0), key(1), nowhere(2), nowhere(3)] as Facts);
  expect(out).toBe(
    [
      ' ── a[1-2]  2 hosts  ◇ new key',
      "this host's key is not known yet",
      ' ── b[1-2]  2 hosts  ✗ unreachable',
      'no address for the name b[1-2]',
      '',
    ].join('\n'),
  );
});

test('hosts without output say so, and what was not kept is said', async () => {
  const out = await grouped(
    ['a1', 'a2', 'b'],
    [
      fact.exited(0),
      fact.exited(1),
      fact.out(2, 'x'),
      fact.exited(2, 0, { stdoutBytes: 5_000, gapBytes: 4_999, lines: 9, excerpt: 'x' }),
    ],
  );
  expect(out).toBe(
    [
      ' ── a[1-2]  2 hosts  ✓ success  no output',
      ' ── b  1 host  ✓ success  4.9 KiB in the middle not kept',
      'x',
      '',
    ].join('\n'),
  );
});

test('in a pipe the bytes are exact, on a terminal they are harmless and the range is cut', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `10.0.${at}.${at * 3}`);
  const facts = names.flatMap((_, at) => [fact.out(at, '\u001b[2J\r\n'), fact.exited(at, 0, said)]);
  expect(await grouped(names, facts)).toMatch(/,10\.0\.39\.117 {2}40 hosts {2}✓ success\n\u001b\[2J\r\n$/);
  const [header, line] = (await grouped(names, facts, { terminal: true })).split('\n');
  expect(header).toHaveLength(80);
  expect(header).toMatch(/… {2}40 hosts {2}✓ success$/);
  expect(line).toBe('');
});
