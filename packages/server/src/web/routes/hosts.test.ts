import type { HostRows, RunFact } from '@rollcall/protocol';
import { hostRows } from '@rollcall/protocol/schemas';
import { expect, it } from 'vitest';
import { answered, finished, startHarness, started, type Harness, type TestRun } from '../harness.suite.ts';

const failed = (host: number): RunFact[] => [
  { type: 'host-connecting', host, attempt: 1 },
  { type: 'host-failed', host, attempt: 1, durationMs: 3, stages: {}, reason: 'connect/refused' },
];
const hosts = async ({ api }: Harness, run: TestRun, query = ''): Promise<HostRows> =>
  hostRows.parse(await (await api(`/api/runs/${run.id}/hosts${query}`)).json());

it('shows hosts with state, exit status, duration, reason and excerpt', async () => {
  const harness = await startHarness();
  const run = await harness.run(4);
  await run.write(started(4), ...answered(2, 'up'), ...failed(0), {
    type: 'host-connecting',
    host: 3,
    attempt: 1,
  });
  const { hosts: rows, total, next } = await hosts(harness, run);
  expect({ total, next }).toEqual({ total: 4, next: null });
  const blank = { exitStatus: null, signal: null, durationMs: null, reason: null, excerpt: '' };
  expect(rows).toEqual([
    { ...blank, index: 0, host: '10.0.0.0', state: 'unreachable', durationMs: 3, reason: 'connect/refused' },
    { ...blank, index: 1, host: '10.0.0.1', state: 'queued' },
    { ...blank, index: 2, host: '10.0.0.2', state: 'success', exitStatus: 0, durationMs: 5, excerpt: 'up' },
    { ...blank, index: 3, host: '10.0.0.3', state: 'connecting' },
  ]);
});

it('filters by a counter or by one state, and pages', async () => {
  const harness = await startHarness();
  const run = await harness.run(20);
  await run.write(
    started(20),
    ...Array.from({ length: 20 }, (_, host) => (host % 3 ? answered(host) : failed(host))).flat(),
  );
  const indices = async (query: string): Promise<number[]> =>
    (await hosts(harness, run, query)).hosts.map(({ index }) => index);
  expect(await indices('?state=no-answer')).toEqual([0, 3, 6, 9, 12, 15, 18]);
  expect(await indices('?state=unreachable')).toEqual([0, 3, 6, 9, 12, 15, 18]);
  expect(await indices('?state=login-refused')).toEqual([]);
  const first = await hosts(harness, run, '?state=no-answer&limit=3');
  expect(first).toMatchObject({ total: 7, next: 6 });
  const rest = await hosts(harness, run, `?state=no-answer&limit=4&after=${first.next}`);
  expect([...first.hosts, ...rest.hosts].map(({ index }) => index)).toEqual([0, 3, 6, 9, 12, 15, 18]);
  expect(rest.next).toBeNull();
});

it('follows a run that goes on, for readers of the same moment too', async () => {
  const harness = await startHarness();
  const run = await harness.run(3);
  await run.write(started(3), ...answered(0));
  const both = await Promise.all([
    hosts(harness, run, '?state=success'),
    hosts(harness, run, '?state=queued'),
  ]);
  expect(both.map(({ total }) => total)).toEqual([1, 2]);
  await run.write(...answered(1), ...failed(2), finished);
  expect((await hosts(harness, run, '?state=success')).total).toBe(2);
  expect((await hosts(harness, run, '?state=queued')).total).toBe(0);
});

it('keeps few folds, and each of many runs still gives its own hosts', async () => {
  const harness = await startHarness();
  const runs = await Promise.all([1, 2, 3, 4].map((count) => harness.run(count)));
  for (const round of [1, 2])
    for (const [at, run] of runs.entries()) {
      if (round === 1) await run.write(started(at + 1), ...answered(0));
      expect((await hosts(harness, run)).total, `round ${round}`).toBe(at + 1);
      expect((await hosts(harness, run, '?state=success')).total).toBe(1);
    }
});
