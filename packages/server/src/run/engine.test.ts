import { setTimeout as delay } from 'node:timers/promises';
import { hostStateOf } from '@rollcall/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import {
  aborted,
  cancelled,
  checkFinished,
  checkLog,
  connected,
  createRun,
  exited,
  failed,
  fakeHosts,
  output,
  startEngine,
  stopEngines,
  storedLog,
  turns,
} from './engine.suite.ts';
import { StorageError, type SessionFact } from './ports.ts';
import { RunRefusedError } from './refusal.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(async () => {
  await stopEngines();
  await store.close();
});

/** Hosts that print a line and exit with 0. */
const quick = () =>
  fakeHosts(async function* () {
    yield output('up 3 days\n');
    yield exited();
  });

/** Hosts that run until they are told to stop, and confirm that. */
const endless = () =>
  fakeHosts(async function* ({ signal }) {
    await aborted(signal);
    yield cancelled('running', true);
  });

describe('a run', () => {
  it('calls every host once, in order, and says what each of them did', async () => {
    const hosts = quick();
    const rings: number[] = [];
    const engine = await startEngine(store, hosts.runOnHost, {
      onReached: (_run, _part, seq) => rings.push(seq),
    });
    const id = await createRun(store, 5, { fanout: 2, command: 'uptime' });
    await engine.start(id, {});
    await engine.idle();
    const state = await checkFinished(store, id);
    expect(state).toMatchObject({ finishReason: 'completed', fanout: 2, counts: { success: 5 } });
    expect(hosts.requests.map(({ target }) => target.host)).toEqual(['h0', 'h1', 'h2', 'h3', 'h4']);
    expect(new Set(hosts.requests.map(({ token }) => token)).size).toBe(5);
    expect(rings.at(-1)).toBe(state.seq);
    const ofHost = (await storedLog(store, id)).filter((event) => 'host' in event && event.host === 3);
    expect(ofHost).toMatchObject([
      { type: 'host-connecting', attempt: 1 },
      { type: 'host-connected', stages: { queueMs: expect.any(Number) as number, connectMs: 1 } },
      { type: 'host-dispatched', token: hosts.requests[3]!.token },
      { type: 'host-output', bytes: new Uint8Array(Buffer.from('up 3 days\n')) },
      {
        type: 'host-exited',
        durationMs: 5,
        stages: { queueMs: expect.any(Number) as number, runMs: 2 },
        output: { stdoutBytes: 10, stderrBytes: 0, gapBytes: 0, lines: 1, excerpt: 'up 3 days' },
      },
    ]);
  });

  it('hands each host what the run spec says', async () => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 1, {
      port: 2222,
      command: 'df -h',
      hostKeys: 'accept-new',
      connectTimeoutMs: 700,
      commandTimeoutMs: 9_000,
    });
    await engine.start(id, {});
    await engine.idle();
    expect(hosts.requests).toMatchObject([
      {
        target: { host: 'h0' },
        port: 2222,
        command: 'df -h',
        hostKeys: 'accept-new',
        limits: { connectMs: 700, bannerMs: 5_000 },
        commandTimeoutMs: 9_000,
        login: { method: 'agent', user: 'ops' },
      },
    ]);
  });

  it('never has more commands at once than the fan-out', async () => {
    const hosts = fakeHosts(async function* () {
      await turns(3);
      yield exited();
    });
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 40, { fanout: 7 });
    await engine.start(id, {});
    await engine.idle();
    expect(hosts.mostRunning).toBe(7);
    await checkFinished(store, id);
  });

  it('does not let a command leave before the disk has that it does', async () => {
    let storedAtExec = 0;
    const hosts = fakeHosts(async function* () {
      storedAtExec = (await store.getRun(id))!.reached['0']!;
      yield exited();
    });
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 1);
    await engine.start(id, {});
    await engine.idle();
    expect((await storedLog(store, id))[storedAtExec - 1]).toMatchObject({ type: 'host-dispatched' });
  });

  it('keeps the output under the cap and says how much is missing', async () => {
    const hosts = fakeHosts(async function* () {
      for (let line = 0; line < 50; line += 1) yield output(`line ${line}\n`);
      yield output('broken\n', 'stderr');
      yield exited(3);
    });
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 1, { maxOutputBytes: 40 });
    await engine.start(id, {});
    await engine.idle();
    await checkFinished(store, id);
    const events = await storedLog(store, id);
    const kept = events
      .map((event) => (event.type === 'host-output' ? Buffer.from(event.bytes).toString() : ''))
      .join('');
    expect(kept.slice(0, 20)).toBe('line 0\nline 1\nline 2');
    expect(kept).toHaveLength(40);
    expect(kept.endsWith('line 49\nbroken\n')).toBe(true);
    expect(events.find(({ type }) => type === 'host-output-gap')).toMatchObject({
      stdoutBytes: 357,
      stderrBytes: 0,
    });
    expect(events.at(-2)).toMatchObject({
      type: 'host-exited',
      status: 3,
      output: { stdoutBytes: 390, stderrBytes: 7, gapBytes: 357, lines: 51, excerpt: 'broken' },
    });
  });

  it.each<[string, SessionFact[], object]>([
    ['throws before dispatch', [], { type: 'host-failed', reason: 'connect/failed' }],
    [
      'throws after dispatch',
      [connected, { type: 'host-dispatched', token: 't' }],
      { type: 'host-unknown', reason: 'no-status' },
    ],
  ])('ends honestly when a session %s', async (_what, facts, outcome) => {
    const bugs: unknown[] = [];
    const bug = new Error('session broke');
    const engine = await startEngine(
      store,
      async function* () {
        yield { type: 'host-connecting' };
        yield* facts;
        throw bug;
      },
      { onBug: (error) => bugs.push(error) },
    );
    const id = await createRun(store, 1);
    await engine.start(id, {});
    await engine.idle();
    await checkFinished(store, id);
    expect((await storedLog(store, id)).at(-2)).toMatchObject(outcome);
    expect(bugs).toEqual([bug]);
  });

  it('takes the first outcome of a session, and one for a session without any', async () => {
    const bugs: unknown[] = [];
    const engine = await startEngine(
      store,
      async function* ({ target }) {
        yield { type: 'host-connecting' };
        if (target.host === 'h1') return;
        yield failed('connect/refused');
        yield exited();
      },
      { onBug: (error) => bugs.push(error) },
    );
    const id = await createRun(store, 2);
    await engine.start(id, {});
    await engine.idle();
    expect((await checkFinished(store, id)).counts).toMatchObject({ 'no-answer': 2 });
    expect(bugs.map(String)).toEqual(['Error: a session ended without an outcome']);
  });

  it('dials again when the machine had no socket, and says nothing of it', async () => {
    const tries = new Map<string, number>();
    const hosts = fakeHosts(
      async function* () {
        yield exited();
      },
      async ({ target }) => {
        const count = (tries.get(target.host) ?? 0) + 1;
        tries.set(target.host, count);
        if (target.host === 'h1' && count < 3) return failed('connect/no-resources');
        if (target.host === 'h2') return failed('connect/no-resources');
        return undefined;
      },
    );
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 3);
    await engine.start(id, {});
    await engine.idle();
    expect((await checkFinished(store, id)).counts).toMatchObject({ success: 2, 'no-answer': 1 });
    expect([...tries.values()]).toEqual([1, 3, 4]);
    const events = await storedLog(store, id);
    expect(events.filter(({ type }) => type === 'host-connecting')).toHaveLength(3);
    expect(events.filter(({ type }) => type === 'host-failed')).toMatchObject([
      { reason: 'connect/no-resources' },
    ]);
  });
});

describe('starting', () => {
  it.each([
    ['a run that is not there', undefined, 'unknown-run'],
    ['a login that cannot be made ready', 'passphrase-needed', 'passphrase-needed'],
  ] as const)('refuses %s, and contacts nothing', async (_what, login, code) => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost, {
      resolveLogin: async () => {
        throw new RunRefusedError(login!, 'the key id_rsa is encrypted');
      },
    });
    const id = login ? await createRun(store, 1) : '00000000-0000-4000-8000-000000000000';
    await expect(engine.start(id, {})).rejects.toMatchObject({ name: 'RunRefusedError', code });
    expect(hosts.requests).toEqual([]);
    if (login) expect(await store.getRun(id)).toMatchObject({ phase: 'queued', engine: null });
  });

  it('begins a run once, however often and by however many engines it is started', async () => {
    const hosts = quick();
    const [one, two] = [await startEngine(store, hosts.runOnHost), await startEngine(store, hosts.runOnHost)];
    const id = await createRun(store, 10);
    await Promise.all([one.start(id, {}), one.start(id, {}), two.start(id, {}), two.start(id, {})]);
    await one.start(id, {});
    await Promise.all([one.idle(), two.idle()]);
    await two.start(id, {});
    await two.idle();
    await checkFinished(store, id);
    expect([...hosts.executions.values()]).toEqual(Array(10).fill(1));
  });

  it('begins a run that was taken back before, and ends it without a call', async () => {
    const hosts = quick();
    const engine = await startEngine(store, hosts.runOnHost);
    const id = await createRun(store, 3);
    await store.requestCancel(id, 'owner');
    await engine.start(id, {});
    await engine.idle();
    expect(await checkFinished(store, id)).toMatchObject({
      finishReason: 'cancelled',
      cancelRequestedBy: 'owner',
    });
    expect(hosts.requests).toEqual([]);
  });
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

describe('signs of life', () => {
  it('signs in at once and beats on', async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      const engine = await startEngine(store, quick().runOnHost);
      expect(await store.list()).toEqual([{ id: engine.id, pid: process.pid, heartbeatAtMs: 1_000_000 }]);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await store.list()).toMatchObject([{ heartbeatAtMs: 1_005_000 }]);
      await engine.shutdown(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a disk that stays full', () => {
  it('ends the run in memory, honestly, and stores it when there is room', { timeout: 30_000 }, async () => {
    const mono = { add: 0 };
    const clock = { now: () => Date.now(), monotonic: () => performance.now() + mono.add };
    let full = false;
    const flaky = {
      ...store,
      appendEvents: (...call: Parameters<SqliteStore['appendEvents']>) =>
        full ? Promise.reject(new StorageError('full', 'the disk is full')) : store.appendEvents(...call),
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
    await vi.waitFor(() => expect(full).toBe(true));
    await delay(50);
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
