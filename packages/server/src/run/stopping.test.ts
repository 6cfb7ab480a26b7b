import { hostStateOf } from '@rollcall/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import {
  aborted,
  cancelled,
  checkFinished,
  checkLog,
  createRun,
  exited,
  fakeHosts,
  output,
  startEngine,
  stopEngines,
  storedLog,
  turns,
} from './engine.suite.ts';
import { StorageError } from './ports.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(async () => {
  await stopEngines();
  await store.close();
});

/** Hosts that run until they are told to stop, and confirm that. */
const endless = () =>
  fakeHosts(async function* ({ signal }) {
    await aborted(signal);
    yield cancelled('running', true);
  });

describe('cancelling', () => {
  it('leaves out who was not called, stops who was, and says who wanted it', async () => {
    const hosts = endless();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 10_000, { fanout: 3 });
    await engine.start(id, {});
    await vi.waitFor(() => expect(hosts.executions.size).toBe(3));
    engine.cancel(id, 'owner');
    engine.cancel(id, 'somebody else');
    await engine.idle();
    const state = await checkFinished(store, id);
    expect(state).toMatchObject({ finishReason: 'cancelled', cancelRequestedBy: 'owner' });
    expect(state.counts).toMatchObject({ cancelled: 10_000 });
    expect(hostStateOf(state, 2)).toBe('cancelled');
    expect(hostStateOf(state, 3)).toBe('not-called');
    engine.cancel(id, 'too late');
  });

  it('stops hosts that are dialling or wait for a slot, and those that nobody admits', async () => {
    const hosts = fakeHosts(
      async function* ({ signal }) {
        await aborted(signal);
        yield cancelled('running', false);
      },
      async ({ target, signal }) => {
        if (target.host !== 'h1') return undefined;
        await aborted(signal);
        return cancelled('connecting', true);
      },
    );
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 3, { fanout: 2 });
    await engine.start(id, {});
    // h1 dials for a second, then gives its slot to h2.
    await vi.waitFor(() => expect(hosts.executions.size).toBe(2), 3_000);
    engine.cancel(id, 'owner');
    await engine.idle();
    const state = await checkFinished(store, id);
    expect([0, 1, 2].map((host) => hostStateOf(state, host))).toEqual([
      'still-running',
      'cancelled',
      'still-running',
    ]);
  });

  it('notices within about a second what another process has written down', async () => {
    const hosts = endless();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 1);
    await engine.start(id, {});
    await vi.waitFor(() => expect(hosts.executions.size).toBe(1));
    await store.requestCancel(id, 'terminal');
    await engine.idle();
    expect(await checkFinished(store, id)).toMatchObject({
      cancelRequestedBy: 'terminal',
      finishReason: 'cancelled',
    });
  });

  it('leaves a session alone that does not end after its abort', { timeout: 10_000 }, async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const hosts = fakeHosts(async function* () {
        await new Promise(() => undefined);
        yield exited();
      });
      const engine = await startEngine(store, hosts.runOnHost);
      const id = await createRun(store, 1);
      await engine.start(id, {});
      while (hosts.executions.size < 1) await turns(1);
      engine.cancel(id, 'owner');
      await vi.advanceTimersByTimeAsync(14_999);
      expect((await storedLog(store, id)).at(-1)).not.toMatchObject({ type: 'run-finished' });
      await vi.advanceTimersByTimeAsync(1);
      await engine.idle();
      expect(hostStateOf(await checkFinished(store, id), 0)).toBe('still-running');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('shutting down', () => {
  it('calls nobody else, lets hosts in flight end, and signs off', async () => {
    const release = Promise.withResolvers<void>();
    const hosts = fakeHosts(async function* () {
      await release.promise;
      yield exited();
    });
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 6, { fanout: 2 });
    await engine.start(id, {});
    await vi.waitFor(() => expect(hosts.executions.size).toBe(2));
    const down = engine.shutdown(20_000);
    await turns(2);
    release.resolve();
    await down;
    const state = await checkFinished(store, id);
    expect(state).toMatchObject({ finishReason: 'server-stopped', counts: { success: 2, cancelled: 4 } });
    expect(hostStateOf(state, 5)).toBe('not-called');
    expect(await store.list()).toEqual([]);
    await expect(engine.start(await createRun(store, 1), {})).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
  });

  it.each([
    [true, 'cancelled'],
    [false, 'unknown'],
  ])('stops hosts that take longer (confirmed: %s), and says so', async (confirmed, wanted) => {
    const hosts = fakeHosts(async function* ({ signal }) {
      await aborted(signal);
      yield cancelled('running', confirmed);
    });
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 2, { fanout: 1 });
    await engine.start(id, {});
    await vi.waitFor(() => expect(hosts.executions.size).toBe(1));
    await engine.shutdown(30);
    const state = await checkFinished(store, id);
    expect(state.finishReason).toBe('server-stopped');
    expect([0, 1].map((host) => hostStateOf(state, host))).toEqual([wanted, 'not-called']);
  });
});

describe('a disk that stays full', () => {
  it('ends the run in memory, honestly, and stores it when there is room', { timeout: 30_000 }, async () => {
    const mono = { add: 0 };
    const clock = { now: () => Date.now(), monotonic: () => performance.now() + mono.add };
    let full = false;
    let refusals = 0;
    const flaky = {
      ...store,
      async appendEvents(...call: Parameters<SqliteStore['appendEvents']>) {
        if (!full) return store.appendEvents(...call);
        refusals += 1;
        throw new StorageError('full', 'the disk is full');
      },
    };
    const hosts = fakeHosts(async function* ({ target, signal }) {
      if (target.host === 'h0') full = true;
      yield output('not on the disk\n');
      await aborted(signal);
      yield cancelled('running', true);
    });
    const engine = await startEngine(flaky, hosts.runOnHost, { clock });
    const id = await createRun(store, 5, { fanout: 2 });
    await engine.start(id, {});
    // A second refusal shows that the first has been taken in, so the patience counts from there.
    await vi.waitFor(() => expect(refusals).toBeGreaterThan(1));
    mono.add = 10_000;
    await engine.idle();
    checkLog(await storedLog(store, id), 5);
    expect((await store.getRun(id))!.phase).toBe('running');
    full = false;
    await vi.waitFor(async () => expect((await store.getRun(id))!.phase).toBe('finished'), 5_000);
    const state = await checkFinished(store, id);
    expect(state.finishReason).toBe('storage');
    // h1 was dispatched with h0 or not at all: only what may have run is unknown.
    for (let host = 0; host < 5; host += 1)
      expect(hostStateOf(state, host)).toBe(hosts.executions.has(`h${host}`) ? 'unknown' : 'not-called');
    expect(hosts.executions.has('h0')).toBe(true);
  });
});
