import { describe, expect, it } from 'vitest';
import { Link, type LinkState } from './link.ts';
import { FakeServer } from './testing/fake-server.ts';
import { FakeTimers } from './testing/fake-timers.ts';
import { backoffMs } from './timers.ts';

function setUp(random = 0.5) {
  const server = new FakeServer();
  const timers = new FakeTimers();
  const link = new Link(server, timers, () => random);
  const seen: LinkState[] = [];
  link.watch(() => seen.push(link.state));
  return { server, timers, link, seen };
}

describe('the link', () => {
  it('says when it lost the server and when it tries again', () => {
    const { server, timers, link } = setUp();
    link.want();
    expect(link.state).toEqual({ type: 'live' });
    server.cut();
    expect(link.state).toEqual({
      type: 'lost',
      sinceMs: timers.now(),
      tries: 0,
      nextTryAtMs: timers.now() + 1_500,
    });
    timers.advance(1_500);
    expect(link.state).toEqual({ type: 'live' });
  });

  it('keeps the time of the loss over failed tries and waits longer', () => {
    const { server, timers, link } = setUp();
    link.want();
    const lostAtMs = timers.now();
    server.reachable = false;
    server.cut();
    timers.advance(1_500);
    expect(link.state).toMatchObject({ type: 'lost', sinceMs: lostAtMs, tries: 1 });
    timers.advance(1_999);
    expect(link.state).toMatchObject({ tries: 1 });
    timers.advance(1);
    expect(link.state).toMatchObject({ tries: 2 });
  });

  it('tries at once when asked', () => {
    const { server, timers, link } = setUp();
    link.want();
    server.cut();
    link.tryNow();
    expect(link.state).toEqual({ type: 'live' });
    expect(timers.pending).toBe(0);
  });

  it('keeps nothing to be sent later while it is offline', () => {
    const { server, timers, link } = setUp();
    link.want();
    server.cut();
    const request = { protocol: 1, run: 'r', view: 'status', cursor: {} } as const;
    link.openFeed(request, () => expect.unreachable('an answer to a request that was never sent'));
    link.closeFeed('feed-1');
    timers.advance(10_000);
    expect(server.opens).toEqual([]);
  });

  it('drops an acknowledgement that belongs to an earlier connection', () => {
    const { server, timers, link } = setUp();
    const acks: (() => void)[] = [];
    const quiet = { connected: () => undefined, disconnected: () => undefined, end: () => undefined };
    link.listen({ ...quiet, failed: () => undefined, batch: (_batch, ack) => acks.push(ack) });
    link.want();
    link.openFeed({ protocol: 1, run: 'r', view: 'status', cursor: {} }, () => undefined);
    let heard = 0;
    server.sendAnything({ part: 0, from: 0, to: 1, events: [], bytes: new Uint8Array() }, () => (heard += 1));
    server.cut();
    timers.advance(10_000);
    acks[0]!();
    expect(heard).toBe(0);
  });

  it('tells why a try was refused', () => {
    const { server, link } = setUp();
    const errors: string[] = [];
    link.onRefused((error) => errors.push(error.message));
    server.reachable = false;
    link.want();
    expect(errors).toEqual(['websocket error']);
  });

  it('lets go when nobody wants it any more, and connects again for the next', () => {
    const { server, timers, link } = setUp();
    const [first, second] = [link.want(), link.want()];
    first();
    first();
    expect(server.connected).toBe(true);
    second();
    timers.advance(60_000);
    expect(server.connected).toBe(false);
    expect(timers.pending).toBe(0);
    link.want();
    expect(link.state).toEqual({ type: 'live' });
  });

  it('does not try again while nobody wants it', () => {
    const { server, timers, link } = setUp();
    server.reachable = false;
    const release = link.want();
    release();
    server.reachable = true;
    timers.advance(60_000);
    expect(server.connected).toBe(false);
  });
});

describe('the wait between tries', () => {
  it.each([
    [0, 0, 1_000],
    [0, 1, 2_000],
    [1, 1, 3_000],
    [4, 1, 10_000],
    [50, 0, 1_000],
    [50, 1, 10_000],
  ])('before try %i with chance %d is %i ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, random)).toBe(expected);
  });
});
