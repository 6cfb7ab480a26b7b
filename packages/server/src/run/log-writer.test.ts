import { emptyRunState, type RunEvent, type RunFact } from '@rollcall/protocol';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createLogWriter, type RunLog } from './log-writer.ts';
import { LogTakenError, StorageError, type LogBatch } from './ports.ts';

const connecting = (host = 0): RunFact => ({ type: 'host-connecting', host, attempt: 1 });
const dispatched = (host = 0): RunFact => ({ type: 'host-dispatched', host, attempt: 1, token: 't' });
const output = (size: number): RunFact => ({
  type: 'host-output',
  host: 0,
  attempt: 1,
  stream: 'stdout',
  bytes: new Uint8Array(size),
});
const KIB = 1024;
const full = new StorageError('full', 'the disk is full');
const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/** A store whose commits wait for `next()` when it is slow, and fail as long as `refusal` says so. */
function fakeStore() {
  const commits: { batches: readonly LogBatch[]; durable: boolean }[] = [];
  const stored = new Map<string, RunEvent[]>();
  let gate: (() => void)[] | undefined;
  const store = {
    commits,
    stored,
    refusal: (_batches: readonly LogBatch[]): Error | undefined => undefined,
    slow: () => void (gate = []),
    next: () => gate?.shift()?.(),
    get waiting() {
      return gate?.length ?? 0;
    },
    async appendEvents(batches: readonly LogBatch[], durable: boolean) {
      if (gate) await new Promise<void>((resolve) => gate!.push(resolve));
      const error = store.refusal(batches);
      if (error) throw error;
      commits.push({ batches, durable });
      for (const { run, events } of batches) stored.set(run, [...(stored.get(run) ?? []), ...events]);
    },
  };
  return store;
}

function setUp() {
  const store = fakeStore();
  const clock = { wall: 1_000, mono: 0, now: () => clock.wall, monotonic: () => clock.mono };
  const rings: string[] = [];
  const writer = createLogWriter(store, clock, (run, part, seq) => void rings.push(`${run}/${part}: ${seq}`));
  const troubles: [string, Error][] = [];
  const open = (id: string): RunLog =>
    writer.open({ id, state: emptyRunState(10) }, (trouble) => void troubles.push([id, trouble]));
  return { store, clock, rings, troubles, open };
}

/** Whether a promise has settled by the next turn of the event loop. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const note = () => void (done = true);
  promise.then(note, note);
  await macrotask();
  return done;
}

describe('log writer', () => {
  it('numbers and dates the facts and folds them at once', async () => {
    const { store, clock, open } = setUp();
    const log = open('a');
    await log.append(connecting(3));
    clock.wall = 1_007;
    await log.append(dispatched(3), { durable: true });
    expect(store.stored.get('a')).toEqual([
      { ...connecting(3), seq: 1, atMs: 1_000 },
      { ...dispatched(3), seq: 2, atMs: 1_007 },
    ]);
    expect(log.state).toMatchObject({ seq: 2, counts: { queued: 9, running: 1 } });
    expect(store.commits[0]!.batches[0]!.progress.counts).toEqual(log.state.counts);
  });

  it('goes on behind what is stored already', async () => {
    const { store, open } = setUp();
    const log = open('a');
    log.state.seq = 41;
    await log.append(dispatched(), { durable: true });
    expect(store.stored.get('a')).toMatchObject([{ seq: 42 }]);
  });

  it('commits what all runs say in one turn of the loop in one transaction', async () => {
    const { store, rings, open } = setUp();
    const [a, b, c] = [open('a'), open('b'), open('c')];
    void a.append(connecting());
    const all = [a.append(dispatched(), { durable: true }), b.append(dispatched(), { durable: true })];
    void c.append(connecting());
    await Promise.all(all);
    expect(store.commits).toHaveLength(1);
    expect(store.commits[0]).toMatchObject({
      durable: true,
      batches: [{ run: 'a' }, { run: 'b' }, { run: 'c' }],
    });
    expect(rings).toEqual(['a/0: 2', 'b/0: 1', 'c/0: 1']);
  });

  it('does not make anybody wait for a fact that may be lost, and stores it soon', async () => {
    const { store, open } = setUp();
    const log = open('a');
    expect(await settled(log.append(connecting()))).toBe(true);
    expect(store.commits).toHaveLength(0);
    await log.stored();
    expect(store.commits).toMatchObject([{ durable: false }]);
    await log.stored();
  });

  it('lets a durable fact wait for the disk, while the next batch gathers', async () => {
    const { store, open } = setUp();
    store.slow();
    const log = open('a');
    const first = log.append(dispatched(0), { durable: true });
    await vi.waitFor(() => expect(store.waiting).toBe(1));
    const second = log.append(dispatched(1), { durable: true });
    void log.append(connecting(2));
    expect(await settled(first)).toBe(false);
    store.next();
    await first;
    expect(await settled(second)).toBe(false);
    await vi.waitFor(() => expect(store.waiting).toBe(1));
    store.next();
    await second;
    expect(store.commits.map(({ batches }) => batches[0]!.events.length)).toEqual([1, 2]);
  });

  it('makes writers wait above 4 MiB until the disk has caught up', async () => {
    const { store, open } = setUp();
    store.slow();
    const log = open('a');
    const mebibyte = 1024 * 1024;
    for (let at = 0; at < 3; at += 1) expect(await settled(log.append(output(mebibyte)))).toBe(true);
    const [fourth, fifth] = [log.append(output(mebibyte)), log.append(output(mebibyte))];
    expect(await settled(fifth)).toBe(false);
    expect(await settled(fourth)).toBe(false);
    await vi.waitFor(() => {
      store.next();
      expect(store.stored.get('a')).toHaveLength(5);
    });
    await Promise.all([fourth, fifth]);
  });

  it('lets those go on who have waited longest, and the quiet beside them', async () => {
    const { store, open } = setUp();
    store.slow();
    const log = open('a');
    const went: string[] = [];
    const add = (name: string, size: number): void =>
      void log.append(output(size)).then(() => went.push(name));
    for (let flood = 0; flood < 200; flood += 1) add(`flood ${flood}`, 64 * KIB);
    add('quiet', 100);
    await vi.waitFor(() => expect(store.waiting).toBe(1));
    const free = went.length;
    expect(free).toBeLessThan(64);
    store.next();
    await vi.waitFor(() => expect(went).toContain('quiet'));
    // There is nothing more to store: the others go on all the same, in their order.
    await vi.waitFor(() => expect(went).toHaveLength(201));
    const next = went.slice(free, went.indexOf('quiet'));
    expect(next).toEqual(Array.from({ length: 64 }, (_, at) => `flood ${free + at}`));
    const floods = went.filter((name) => name !== 'quiet');
    expect(floods).toEqual(Array.from({ length: 200 }, (_, at) => `flood ${at}`));
  });

  it('tries again while the disk is full, in order, and loses nothing', async () => {
    const { store, troubles, rings, open } = setUp();
    store.refusal = () => full;
    store.slow();
    const log = open('a');
    const first = log.append(dispatched(0), { durable: true });
    await vi.waitFor(() => expect(store.waiting).toBe(1));
    // Comes while the commit that will be refused is under way.
    void log.append(connecting(1));
    store.next();
    await vi.waitFor(() => expect(store.waiting).toBe(1));
    expect(await settled(first)).toBe(false);
    store.refusal = () => undefined;
    store.next();
    await first;
    await log.stored();
    expect(store.stored.get('a')!.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(rings).toEqual(['a/0: 2']);
    expect(troubles).toEqual([]);
  });

  it('tells of a disk that stays full, still takes facts, and stores them when there is room', async () => {
    const { store, clock, troubles, open } = setUp();
    store.refusal = () => full;
    const [a, b] = [open('a'), open('b')];
    const first = a.append(dispatched(0), { durable: true });
    void b.append(connecting());
    first.catch(() => undefined);
    await macrotask();
    clock.mono = 10_000;
    await expect(first).rejects.toBe(full);
    expect(troubles).toEqual([
      ['a', full],
      ['b', full],
    ]);
    await a.append({ type: 'host-skipped', host: 0, attempt: 1, reason: 'storage' }, { durable: true });
    await a.append(output(9 * 1024 * 1024));
    await expect(a.stored()).rejects.toBe(full);
    store.refusal = () => undefined;
    await vi.waitFor(() => expect(store.stored.get('a')?.map(({ seq }) => seq)).toEqual([1, 2, 3]));
    expect(troubles).toHaveLength(2);
  });

  it.each([
    ['another writer has gone on with it', new LogTakenError('bad', 0)],
    ['its facts cannot be written', new TypeError('a bug')],
  ])('gives up one log when %s, and stores the others', async (_why, error) => {
    const { store, troubles, open } = setUp();
    store.refusal = (batches) => (batches.some(({ run }) => run === 'bad') ? error : undefined);
    const [good, bad, other] = [open('good'), open('bad'), open('other')];
    const refused = bad.append(dispatched(), { durable: true });
    refused.catch(() => undefined);
    await Promise.all([good, other].map((log) => log.append(dispatched(), { durable: true })));
    await expect(refused).rejects.toBe(error);
    await expect(bad.append(connecting())).rejects.toBe(error);
    await expect(bad.stored()).rejects.toBe(error);
    expect(troubles).toEqual([['bad', error]]);
    expect([...store.stored.keys()]).toEqual(['good', 'other']);
    await good.append(dispatched(1), { durable: true });
    expect(store.stored.get('good')).toHaveLength(2);
  });

  it('stores every fact of every run once and in order, whatever fails in between', async () => {
    const step = fc.record({
      run: fc.constantFrom('a', 'b', 'c'),
      durable: fc.boolean(),
      fails: fc.boolean(),
      turn: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { store, rings, open } = setUp();
        const logs = { a: open('a'), b: open('b'), c: open('c') };
        const promises: Promise<void>[] = [];
        for (const [at, { run, durable, fails, turn }] of steps.entries()) {
          store.refusal = () => (fails ? full : undefined);
          promises.push(logs[run as 'a'].append(connecting(at % 10), { durable }));
          if (turn) await macrotask();
        }
        store.refusal = () => undefined;
        await Promise.all([...promises, ...Object.values(logs).map((log) => log.stored())]);
        for (const [run, log] of Object.entries(logs)) {
          const seqs = (store.stored.get(run) ?? []).map(({ seq }) => seq);
          expect(seqs).toEqual(Array.from({ length: log.state.seq }, (_, at) => at + 1));
          if (seqs.length > 0) expect(rings).toContain(`${run}/0: ${seqs.length}`);
        }
      }),
      { numRuns: 30 },
    );
  });
});
