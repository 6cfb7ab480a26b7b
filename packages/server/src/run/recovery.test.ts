import { hostStateOf, type RunFact } from '@rollcall/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { checkFinished, createRun, storedLog } from './engine.suite.ts';
import { createLogWriter } from './log-writer.ts';
import { emptyRunState } from '@rollcall/protocol';
import { createRecovery } from './recovery.ts';

const NOW = 1_700_000_000_000;
const clock = { now: () => NOW, monotonic: () => 0 };
const DEAD_PID = 1;
const LIVE_PID = 2;

let store: SqliteStore;
beforeEach(async () => {
  store = await openSqliteStore({ folder: ':memory:' });
});
afterEach(() => store.close());

const recover = (rings: string[] = []) =>
  createRecovery({
    store,
    registry: store,
    isAlive: (pid) => pid === LIVE_PID,
    clock,
    onReached: (run, part, seq) => rings.push(`${run}/${part}: ${seq}`),
  })();

/** A run that `engine` has claimed and brought as far as `facts`, the first of them at `atMs`, one every 100 ms. */
async function runWith(
  engine: string | null,
  facts: RunFact[],
  hosts = 4,
  atMs = NOW - 60_000,
): Promise<string> {
  const id = await createRun(store, hosts, {}, atMs);
  if (engine !== null) await store.claimRun(id, engine);
  let now = atMs;
  const log = createLogWriter(store, { now: () => now, monotonic: () => 0 }, () => undefined).open(
    { id, state: emptyRunState(hosts) },
    () => undefined,
  );
  for (const fact of facts) {
    void log.append(fact);
    now += 100;
  }
  await log.stored();
  return id;
}

const started: RunFact = { type: 'run-started', hostCount: 4, fanout: 3, engine: 'e' };
const connecting = (host: number): RunFact => ({ type: 'host-connecting', host, attempt: 1 });
const dispatched = (host: number): RunFact => ({ type: 'host-dispatched', host, attempt: 1, token: 't' });
const printed = (host: number, text: string): RunFact => ({
  type: 'host-output',
  host,
  attempt: 1,
  stream: 'stdout',
  bytes: Buffer.from(text),
});
const refused = (host: number): RunFact => ({
  type: 'host-failed',
  host,
  attempt: 1,
  reason: 'connect/refused',
  durationMs: 1,
  stages: {},
});
const signIn = (id: string, pid: number) => store.register({ id, pid, startedAtMs: NOW });

describe('recovery', () => {
  it('ends what a dead engine left, and says of each host what is certain', async () => {
    await signIn('dead', DEAD_PID);
    const id = await runWith('dead', [
      started,
      connecting(0),
      connecting(1),
      connecting(2),
      dispatched(0),
      dispatched(1),
      printed(0, 'one\n'),
      refused(1),
      printed(0, 'two'),
    ]);
    const rings: string[] = [];
    expect(await recover(rings)).toEqual([id]);
    const state = await checkFinished(store, id);
    expect([0, 1, 2, 3].map((host) => hostStateOf(state, host))).toEqual([
      'unknown',
      'unreachable',
      'not-called',
      'not-called',
    ]);
    expect(state).toMatchObject({ finishReason: 'engine-lost', durationMs: 800 });
    expect((await storedLog(store, id)).slice(9)).toMatchObject([
      {
        type: 'host-unknown',
        host: 0,
        reason: 'engine-lost',
        durationMs: 700,
        output: { stdoutBytes: 7, stderrBytes: 0, gapBytes: 0, lines: 2, excerpt: 'two' },
      },
      { type: 'host-skipped', host: 2, reason: 'engine-lost' },
      { type: 'host-skipped', host: 3, reason: 'engine-lost' },
      { type: 'run-finished' },
    ]);
    expect(rings).toContain(`${id}/0: 13`);
    expect(await store.list()).toEqual([]);
    expect(await recover()).toEqual([]);
  });

  it('only adds the end to a run whose hosts all have their outcome', async () => {
    const done = await runWith('gone', [started, refused(0), refused(1), refused(2), refused(3)]);
    const taken = await runWith('gone', [
      { type: 'run-cancel-requested', by: 'owner' },
      refused(0),
      refused(1),
      refused(2),
      refused(3),
    ]);
    await recover();
    expect((await checkFinished(store, done)).finishReason).toBe('completed');
    expect((await checkFinished(store, taken)).finishReason).toBe('cancelled');
  });

  it.each<[string, boolean, () => Promise<unknown>]>([
    ['an engine that lives', false, () => signIn('e', LIVE_PID)],
    ['an engine whose process is gone', true, () => signIn('e', DEAD_PID)],
    ['an engine that was never heard of', true, async () => undefined],
  ])('judges the run of %s (ends it: %s)', async (_who, ends, prepare) => {
    await prepare();
    const id = await runWith('e', [started, connecting(0), dispatched(0)]);
    expect(await recover()).toEqual(ends ? [id] : []);
    if (ends) await checkFinished(store, id);
    else expect(await storedLog(store, id)).toHaveLength(3);
  });

  it.each([
    ['waits for its engine', 30_000, false, null],
    ['was forgotten', 30_001, false, { finishReason: 'engine-lost' }],
    ['was taken back before an engine had it', 0, true, { finishReason: 'cancelled' }],
  ])('judges a run that nobody has claimed: %s', async (_why, ageMs, cancelled, finished) => {
    const id = await runWith(null, [], 2, NOW - ageMs);
    if (cancelled) await store.requestCancel(id, 'owner');
    await recover();
    if (finished) expect(await checkFinished(store, id)).toMatchObject({ ...finished, durationMs: 0 });
    else expect(await store.getRun(id)).toMatchObject({ phase: 'queued', engine: null });
    expect(await store.claimRun(id, 'late')).toBe(finished === null);
  });

  it('gives way to an engine that was only thought dead', async () => {
    const id = await runWith('e', [started, connecting(0), dispatched(0)]);
    const readEvents = store.readEvents.bind(store);
    let raced = false;
    const racing = {
      ...store,
      readEvents: async (...call: Parameters<SqliteStore['readEvents']>) => {
        const page = await readEvents(...call);
        const { phase, counts } = (await store.getRun(id))!;
        const progress = {
          phase,
          counts,
          startedAtMs: 0,
          finishedAtMs: null,
          finishReason: null,
          durationMs: null,
        };
        const event = { ...refused(0), seq: 4, atMs: NOW } as const;
        if (!raced) await store.appendEvents([{ run: id, part: 0, events: [event], progress }], true);
        raced = true;
        return page;
      },
    };
    const options = {
      store: racing,
      registry: store,
      isAlive: () => false,
      clock,
      onReached: () => undefined,
    };
    expect(await createRecovery(options)()).toEqual([]);
    expect((await storedLog(store, id)).map(({ type }) => type)).toEqual([
      'run-started',
      'host-connecting',
      'host-dispatched',
      'host-failed',
    ]);
  });

  it('ends 10,000 hosts', async () => {
    const id = await runWith('gone', [started], 10_000);
    await recover();
    expect((await checkFinished(store, id)).counts.cancelled).toBe(10_000);
  });
});
