import { applyEvent, emptyRunState, type RunEvent } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Feed, passed } from './feed.ts';
import { Link } from './link.ts';
import { FakeServer } from './testing/fake-server.ts';
import { FakeTimers } from './testing/fake-timers.ts';
import { wholeLog } from './testing/sample-log.ts';

const RUN = '0197a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b';

function setUp(options: { slow?: boolean; parts?: RunEvent[][] } = {}) {
  const server = new FakeServer();
  server.parts.push(...(options.parts ?? [wholeLog(4)]));
  const timers = new FakeTimers();
  const link = new Link(server, timers, () => 0.5);
  const taken: RunEvent[] = [];
  const byPart: RunEvent[][] = server.parts.map(() => []);
  const parsed: (() => void)[] = [];
  const feed = new Feed({
    wire: link,
    timers,
    run: RUN,
    view: 'status',
    take: async (events, { part }) => {
      taken.push(...events);
      byPart[part]!.push(...events);
      if (options.slow) await new Promise<void>((resolve) => parsed.push(resolve));
    },
  });
  return { server, timers, link, feed, taken, byPart, parsed };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};

async function drain(server: FakeServer, size = 3): Promise<void> {
  while (server.step(size)) await settled();
}

describe('a feed', () => {
  it('takes the whole log and ends', async () => {
    const { server, link, feed, taken } = setUp();
    link.want();
    server.finished = true;
    await drain(server);
    expect(taken).toEqual(server.parts[0]);
    expect(feed.state).toEqual({ type: 'ended' });
    expect(passed(feed.cursor)).toBe(server.parts[0]!.length);
  });

  it('acknowledges a batch only when the reader has parsed it', async () => {
    const { server, link, parsed } = setUp({ slow: true });
    link.want();
    server.step(3);
    await settled();
    expect(server.acknowledged).toBe(0);
    parsed.shift()!();
    await settled();
    expect(server.acknowledged).toBe(1);
  });

  it('does not ask again for what was taken in and not acknowledged before a cut', async () => {
    const { server, timers, link, taken, parsed } = setUp({ slow: true });
    link.want();
    server.step(3);
    server.cut();
    timers.advance(10_000);
    expect(server.opens.at(-1)?.cursor).toEqual({ 0: 3 });
    expect(taken).toHaveLength(3);
    // The late acknowledgement of the earlier connection must not answer for a batch of this one.
    server.step(3);
    parsed[0]!();
    await settled();
    expect(server.acknowledged).toBe(0);
  });

  it('opens again when a batch does not follow on its cursor', async () => {
    const { server, timers, link, taken } = setUp();
    link.want();
    server.sendAnything(strayBatch(5));
    expect(server.feeds.size).toBe(0);
    timers.advance(0);
    expect(server.opens).toHaveLength(2);
    await drain(server);
    expect(taken).toEqual(server.parts[0]);
  });

  it('opens again after a failure of the server, and waits longer each time', () => {
    const { server, timers, link } = setUp();
    link.want();
    server.fail('storage-unavailable');
    timers.advance(0);
    expect(server.opens).toHaveLength(2);
    server.fail('storage-unavailable');
    timers.advance(500);
    expect(server.opens).toHaveLength(2);
    timers.advance(9_500);
    expect(server.opens).toHaveLength(3);
  });

  it('gives up when the run does not exist', () => {
    const { server, timers, link, feed } = setUp();
    link.want();
    server.fail('unknown-run');
    timers.advance(60_000);
    expect(feed.state).toEqual({ type: 'refused', code: 'unknown-run' });
    expect(server.opens).toHaveLength(1);
  });

  it('sends nothing after it is closed', () => {
    const { server, timers, link, feed } = setUp();
    link.want();
    feed.close();
    expect(server.feeds.size).toBe(0);
    server.cut();
    timers.advance(10_000);
    expect(server.opens).toHaveLength(1);
  });
});

const strayBatch = (from: number) => ({ part: 0, from, to: from + 1, events: [], bytes: new Uint8Array() });

type Act = { do: 'send' | 'parse' | 'cut' | 'time' | 'fail' | 'stray'; size: number };
const act = fc.record({
  do: fc.constantFrom('send', 'send', 'send', 'parse', 'parse', 'cut', 'time', 'fail', 'stray'),
  size: fc.integer({ min: 1, max: 9 }),
}) as fc.Arbitrary<Act>;

describe('a feed under random cuts', () => {
  it('loses nothing, doubles nothing, and its fold equals the fold of the log', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 80 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        async (acts, hosts, slow) => {
          const parts = [wholeLog(hosts), wholeLog(3)];
          const { server, timers, link, feed, byPart, parsed } = setUp({ slow, parts });
          link.want();
          for (const { do: what, size } of acts) {
            if (what === 'send') server.step(size);
            else if (what === 'parse') parsed.shift()?.();
            else if (what === 'cut') server.cut();
            else if (what === 'time') timers.advance(size * 500);
            else if (what === 'fail') server.fail('storage-unavailable');
            else server.sendAnything(strayBatch((feed.cursor[0] ?? 0) + size));
            await settled();
          }
          server.finished = true;
          while (feed.state.type !== 'ended') {
            timers.advance(10_000);
            parsed.splice(0).forEach((resolve) => resolve());
            await settled();
            server.step(5);
            await settled();
          }
          const log = server.parts[0]!;
          expect(byPart).toEqual(server.parts);
          const folded = emptyRunState(hosts);
          const expected = emptyRunState(hosts);
          byPart[0]!.forEach((event) => applyEvent(folded, event));
          log.forEach((event) => applyEvent(expected, event));
          expect(folded).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
