import { unpackEvents, type FeedView, type RunEvent } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { createBell } from './bell.ts';
import { runFeed } from './feed.ts';
import { answered, finished, startHarness, started } from './harness.suite.ts';

const HOSTS = 60;

test('what is stored already is sent without rest, however small its facts', async () => {
  const { engine, store, run } = await startHarness();
  const bell = createBell(engine);
  const hosts = 5_000;
  const log = await run(hosts);
  await log.write(started(hosts));
  for (let host = 0; host < hosts; host += 1) await log.write(...answered(host));
  await log.write(finished);
  const batches: number[] = [];
  const { signal } = new AbortController();
  const send = async ({ events }: { events: readonly unknown[] }): Promise<void> =>
    void batches.push(events.length);
  await runFeed({ store, bell, run: log.id, view: 'status', cursor: {}, signal, restMs: 60_000, send });
  bell.close();
  expect(batches.length).toBeGreaterThan(3);
  expect(Math.min(...batches.slice(0, -1))).toBeGreaterThan(300);
});

test.each<[FeedView, number]>([
  ['status', 100],
  ['all', 50],
])('a viewer of %s who takes everything at once is told every %i ms at most', async (view, restMs) => {
  const { engine, store, run } = await startHarness();
  const bell = createBell(engine);
  const log = await run(HOSTS);
  const events: RunEvent[] = [];
  let batches = 0;
  const fromMs = performance.now();
  const feed = runFeed({
    store,
    bell,
    run: log.id,
    view,
    cursor: {},
    signal: new AbortController().signal,
    async send(batch) {
      batches += 1;
      events.push(...unpackEvents(batch.events, batch.bytes));
    },
  });
  await log.write(started(HOSTS));
  // Each host is a write and a ring of its own, some ms after the one before.
  for (let host = 0; host < HOSTS; host += 1) {
    await log.write(...answered(host, Buffer.from('up\n')));
    await new Promise((done) => void setTimeout(done, 5));
  }
  await log.write(finished);
  await feed;
  bell.close();
  expect(events.at(-1)?.type).toBe('run-finished');
  expect(events.filter(({ type }) => type === 'host-exited')).toHaveLength(HOSTS);
  expect(batches).toBeGreaterThan(2);
  expect(batches).toBeLessThanOrEqual((performance.now() - fromMs) / restMs + 2);
});
