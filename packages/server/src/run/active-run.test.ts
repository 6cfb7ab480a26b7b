import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import {
  checkFinished,
  connected,
  createRun,
  exited,
  failed,
  fakeHosts,
  output,
  quick,
  startEngine,
  stopEngines,
  storedLog,
  turns,
} from './engine.suite.ts';
import { type SessionFact } from './ports.ts';

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(async () => {
  await stopEngines();
  await store.close();
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
