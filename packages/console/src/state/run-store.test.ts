import { applyEvent, emptyRunState, hostStateCode, type RunEvent } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunStore } from './run-store.ts';
import { ServerClock } from './server-clock.ts';
import { FakeTimers } from './testing/fake-timers.ts';
import { exited, numbered, wholeLog } from './testing/sample-log.ts';

function setUp(hostCount: number, until = 0) {
  const timers = new FakeTimers();
  const store = new RunStore(hostCount, new ServerClock(() => timers.now()), timers, until);
  let event = 0;
  const take = (events: RunEvent[]): void => store.take(events, (event += events.length));
  return { timers, store, take };
}

/** A run of two hosts: one has answered in 400 ms, the other runs since `atMs`. */
function oneRunning(atMs: number): RunEvent[] {
  const of = (host: number) => ({ host, attempt: 1 });
  return numbered(
    [
      { type: 'run-started', hostCount: 2, fanout: 2, engine: 'e' },
      { type: 'host-connecting', ...of(0) },
      { type: 'host-connecting', ...of(1) },
      { type: 'host-dispatched', ...of(1), token: 't' },
      exited(0, 0, { durationMs: 400 }),
    ],
    atMs,
    0,
  );
}

describe('the store of a run', () => {
  it('folds any cut of a log into the state of the log', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }),
        (hosts, sizes) => {
          const { store, timers, take } = setUp(hosts);
          const log = wholeLog(hosts);
          const expected = emptyRunState(hosts);
          let at = 0;
          for (const size of [...sizes, log.length]) {
            const events = log.slice(at, at + size);
            events.forEach((event) => applyEvent(expected, event));
            take(events);
            timers.advance(100);
            at += size;
          }
          expect(store.state).toEqual(expected);
          expect(store.shown).toEqual(expected.states);
          expect(store.outcomes).toEqual(
            log.filter((event) => expected.hosts.get((event as { host: number }).host)?.outcome === event),
          );
          expect(store.snapshot.counts).toEqual(expected.counts);
          expect(store.snapshot.flight.count).toBe(0);
          expect(store.snapshot.event).toBe(log.length);
        },
      ),
    );
  });

  it('tells which hosts changed, once per batch', () => {
    const { store, take } = setUp(3);
    const told: (readonly number[])[] = [];
    store.onHosts((hosts) => told.push(hosts));
    const log = wholeLog(3);
    take(log.slice(0, 1));
    take(log.slice(1));
    expect(told).toHaveLength(1);
    expect(new Set(told[0])).toEqual(new Set([0, 1, 2]));
  });

  it('publishes at most four snapshots a second, and the end at once', () => {
    const { store, timers, take } = setUp(100);
    let published = 0;
    store.watch(() => (published += 1));
    const log = wholeLog(100);
    for (const event of log.slice(0, -1)) {
      take([event]);
      timers.advance(10);
    }
    const seconds = (log.length * 10) / 1_000;
    expect(published).toBeLessThanOrEqual(seconds * 4 + 1);
    expect(published).toBeGreaterThan(seconds * 3);
    const before = published;
    take(log.slice(-1));
    expect(published).toBe(before + 1);
    expect(store.snapshot.phase).toBe('finished');
    timers.advance(10_000);
    expect(published).toBe(before + 1);
  });

  it('calls a running host quiet after three seconds without output, and running again with the next output', () => {
    const { store, timers, take } = setUp(2);
    take(oneRunning(timers.now()));
    timers.advance(2_750);
    expect(store.shown[1]).toBe(hostStateCode('running'));
    timers.advance(500);
    expect(store.shown[1]).toBe(hostStateCode('quiet'));
    expect(store.snapshot.flight).toMatchObject({
      count: 1,
      medianMs: 400,
      slowest: { host: 1, silent: true },
    });
    expect(store.state.states[1]).toBe(hostStateCode('running'));
    take([
      {
        type: 'host-output-progress',
        seq: 9,
        atMs: timers.now(),
        host: 1,
        attempt: 1,
        receivedBytes: 5,
        keptBytes: 5,
      },
    ]);
    expect(store.shown[1]).toBe(hostStateCode('running'));
  });

  it('calls nobody quiet while no host has answered', () => {
    const { store, timers, take } = setUp(2);
    take(oneRunning(timers.now()).slice(0, 4));
    timers.advance(60_000);
    expect(store.shown[1]).toBe(hostStateCode('running'));
    expect(store.snapshot.flight.slowest).toEqual({ host: 0, forMs: 60_000, silent: false });
  });

  it('lets the time stand still while the server is away', () => {
    const { store, timers, take } = setUp(2);
    take(oneRunning(timers.now()));
    timers.advance(1_000);
    store.setStill(true);
    timers.advance(30_000);
    expect(store.snapshot.elapsedMs).toBeLessThanOrEqual(1_000);
    expect(store.shown[1]).toBe(hostStateCode('running'));
    expect(timers.pending).toBe(0);
    store.setStill(false);
    expect(store.snapshot.elapsedMs).toBe(31_000);
  });

  /** A store that has read the start of its run and then, 4 s late, a full batch. */
  function fourSecondsLate(until = 0) {
    const all = setUp(1_000, until);
    const { timers, take } = all;
    take(numbered([{ type: 'run-started', hostCount: 1_000, fanout: 9, engine: 'e' }], timers.now()));
    const old = wholeLog(300)
      .slice(1, 400)
      .map((event) => ({ ...event, atMs: timers.now() }));
    timers.advance(4_000);
    take(old);
    return all;
  }

  it('says how far behind it is while full batches come', () => {
    const { store, timers, take } = fourSecondsLate();
    timers.advance(250);
    expect(store.snapshot.behindMs).toBe(4_000);
    take(numbered([exited(999)], timers.now()));
    timers.advance(250);
    expect(store.snapshot.behindMs).toBe(0);
  });

  it('is not behind when nothing follows a full batch', () => {
    const { store, timers } = fourSecondsLate();
    timers.advance(2_250);
    expect(store.snapshot.behindMs).toBe(0);
  });

  it('is not behind for what it reads back when it is opened', () => {
    const { store, timers } = fourSecondsLate(400);
    timers.advance(250);
    expect(store.snapshot).toMatchObject({ event: 400, catchingUp: false, behindMs: 0 });
  });

  it('lives in the time of the log while it reads what was there before', () => {
    const log = oneRunning(0);
    const { store, timers, take } = setUp(2, log.length);
    take(log.slice(0, -1));
    timers.advance(60_000);
    expect(store.snapshot).toMatchObject({ catchingUp: true, elapsedMs: 0, behindMs: 0 });
    take(log.slice(-1));
    timers.advance(250);
    expect(store.snapshot.catchingUp).toBe(false);
    expect(store.shown[1]).toBe(hostStateCode('quiet'));
  });
});
