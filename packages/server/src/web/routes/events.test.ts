import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { eventToJson, targetLabel, type RunEvent } from '@rollcall/protocol';
import { runEventLine } from '@rollcall/protocol/schemas';
import { describe, expect, it } from 'vitest';
import { answered, finished, startHarness, started, type Harness, type TestRun } from '../harness.suite.ts';

const ask = ({ api }: Harness, run: TestRun, query: string, signal?: AbortSignal): Promise<Response> =>
  api(`/api/runs/${run.id}/events${query}`, signal ? { signal } : {});

async function linesOf(answer: Response): Promise<string[]> {
  const text = await answer.text();
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

/** What the store has, as lines. */
async function stored({ store }: Harness, run: TestRun): Promise<string[]> {
  const limits = { maxBytes: Infinity, maxEvents: Infinity };
  const { events } = await store.readEvents(run.id, 0, 0, 'all', limits);
  const targets = (await store.getTargets(run.id))!;
  const nameOf = (event: RunEvent): string | undefined =>
    'host' in event ? targetLabel(targets[event.host]!) : undefined;
  return events.map((event) => eventToJson(event, nameOf(event)));
}

describe('GET /api/runs/:id/events', () => {
  it('gives the log as it is stored, line by line, each by its schema', async () => {
    const harness = await startHarness();
    const run = await harness.run(300);
    await run.write(started(300));
    for (let host = 0; host < 300; host += 1)
      await run.write(...answered(host, 'x'.repeat(900), new Uint8Array([0xff, 0, host & 255])));
    await run.write(finished);
    const answer = await ask(harness, run, '');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = await linesOf(answer);
    expect(lines).toEqual(await stored(harness, run));
    for (const line of lines) runEventLine.parse(JSON.parse(line));
    expect(JSON.parse(lines[1]!)).toMatchObject({ type: 'host-connecting', target: '10.0.0.0' });
  });

  it('goes on behind a cursor', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(started(1), ...answered(0, 'a'), finished);
    const all = await stored(harness, run);
    expect(await linesOf(await ask(harness, run, '?after=2'))).toEqual(all.slice(2));
    expect(await linesOf(await ask(harness, run, `?after=${all.length}`))).toEqual([]);
    expect(await linesOf(await ask(harness, run, '?after=999'))).toEqual([]);
  });

  it('ends at the end of the log for now, or with follow at the end of the run', async () => {
    const harness = await startHarness();
    const run = await harness.run(2);
    await run.write(started(2), ...answered(0, 'a'));
    expect(await linesOf(await ask(harness, run, ''))).toHaveLength(5);
    const following = ask(harness, run, '?follow=true').then(linesOf);
    await run.write(...answered(1, 'b'));
    await run.write(finished);
    expect(await following).toEqual(await stored(harness, run));
  });

  it('answers a follower before there is anything to say', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    const answer = await ask(harness, run, '?follow=true');
    expect(answer.status).toBe(200);
    const lines = linesOf(answer);
    await run.write(started(1), ...answered(0), finished);
    expect(await lines).toHaveLength(5);
  });

  it('finds what the bell did not ring for', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    harness.engine.ring = () => undefined;
    const following = ask(harness, run, '?follow=true').then(linesOf);
    await run.write(started(1), ...answered(0), finished);
    expect(await following).toHaveLength(5);
  });

  it('stops at once when its reader has gone, and reads nothing more', async () => {
    const harness = await startHarness({ timings: { pollMs: 60_000 } });
    const run = await harness.run(1);
    await run.write(started(1));
    const path = `/api/runs/${run.id}/events?follow=true`;
    const headers = { authorization: `Bearer ${harness.token}` };
    const asked = request({ port: harness.port, host: '127.0.0.1', path, headers, agent: false }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    await once(response, 'data');
    let reads = 0;
    const readEvents = harness.store.readEvents.bind(harness.store);
    harness.store.readEvents = (...args) => ((reads += 1), readEvents(...args));
    await run.write(...answered(0));
    await once(response, 'data');
    expect(reads, 'while it was there').toBeGreaterThan(0);
    asked.destroy();
    const connections = promisify(harness.server.getConnections.bind(harness.server));
    await expect.poll(() => connections()).toBe(0);
    reads = 0;
    await run.write(finished);
    await harness.api('/api/health');
    expect(reads).toBe(0);
  });

  it('does not read ahead of a reader that does not read', async () => {
    const harness = await startHarness();
    const run = await harness.run(1);
    await run.write(started(1));
    for (let count = 0; count < 200; count += 1)
      await run.write({
        type: 'host-output',
        host: 0,
        attempt: 1,
        stream: 'stdout',
        bytes: new Uint8Array(60_000).fill(97),
      });
    let pages = 0;
    const readEvents = harness.store.readEvents.bind(harness.store);
    harness.store.readEvents = (...args) => ((pages += 1), readEvents(...args));
    const answer = await ask(harness, run, '');
    // What a paused reader costs is bounded by socket buffers, not by the 12 MB of the log; ask something else meanwhile.
    for (let turn = 0; turn < 20; turn += 1) await harness.api('/api/health');
    expect(pages).toBeLessThan(150);
    expect((await answer.text()).length).toBeGreaterThan(12_000_000);
    expect(pages).toBeGreaterThanOrEqual(200);
  });
});
