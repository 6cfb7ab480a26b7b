import { randomUUID } from 'node:crypto';
import { runSpec } from '@rollcall/protocol/schemas';
import { emptyRunState, type FeedView, type RunEvent, type RunFact } from '@rollcall/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessStore } from '../access/ports.ts';
import {
  LogTakenError,
  type EngineRegistry,
  type HostKeyLedger,
  type LogBatch,
  type NewRun,
  type RunStore,
} from '../run/ports.ts';

type Store = RunStore & EngineRegistry & HostKeyLedger & AccessStore & { close(): Promise<void> };

const WIDE = { maxBytes: 1 << 20, maxEvents: 10_000 };

/** A run of `hosts` hosts that differ from those of no other call. */
export function sampleRun(hosts = 3, changes: Partial<NewRun> = {}): NewRun {
  return {
    id: randomUUID(),
    spec: runSpec.parse({
      targets: `192.0.2.1-${hosts}`,
      command: 'uptime',
      login: { method: 'agent', user: 'ops' },
    }),
    targets: Array.from({ length: hosts }, (_, index) => ({ host: `192.0.2.${index + 1}` })),
    createdAtMs: 1_700_000_000_000,
    createdBy: 'owner',
    origin: 'console',
    ...changes,
  };
}

const output = (host: number, text: string, stream: 'stdout' | 'stderr' = 'stdout'): RunFact => ({
  type: 'host-output',
  host,
  attempt: 1,
  stream,
  bytes: new TextEncoder().encode(text),
});
const connecting = (host: number): RunFact => ({ type: 'host-connecting', host, attempt: 1 });
const started: RunFact = { type: 'run-started', hostCount: 3, fanout: 2, engine: 'e1' };

/** `facts` numbered from `from`, as a batch. */
function batch(run: string, from: number, facts: readonly RunFact[], part = 0): LogBatch {
  const events = facts.map((fact, at) => ({ ...fact, seq: from + at, atMs: 1_000 + from + at }));
  const { phase, counts } = emptyRunState(3);
  return {
    run,
    part,
    events,
    progress: { phase, counts, startedAtMs: null, finishedAtMs: null, finishReason: null, durationMs: null },
  };
}

const seqs = (events: readonly RunEvent[]): number[] => events.map(({ seq }) => seq);

/** What every engine of storage must do. `open` gives an empty store; `again` opens the same one a second time. */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; again?: () => Promise<Store>; dispose?: () => void }>,
): void {
  describe(`store contract: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let store: Store;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(async () => {
      await store.close();
      opened.dispose?.();
    });

    runsContract(() => store);
    logContract(() => store);
    enginesAndKeysContract(() => store);
    accessContract(() => store);

    it('keeps everything for the next one who opens it', async () => {
      if (!opened.again) return expect(name).toContain('memory');
      const run = sampleRun();
      await store.createRun(run);
      await store.appendEvents([batch(run.id, 1, [started, output(1, 'bytes \0\xff')])], true);
      const before = await store.readEvents(run.id, 0, 0, 'all', WIDE);
      await store.close();
      store = await opened.again();
      expect(await store.readEvents(run.id, 0, 0, 'all', WIDE)).toEqual(before);
      expect((await store.getRun(run.id))?.spec).toEqual(run.spec);
    });
  });
}

function runsContract(store: () => Store): void {
  describe('runs', () => {
    it('tells a new run from a repeat and from a different run with the same id', async () => {
      const run = sampleRun();
      expect(await store().createRun(run)).toBe('created');
      expect(await store().createRun({ ...run, createdAtMs: run.createdAtMs + 5 })).toBe('same');
      const other = { ...run, spec: { ...run.spec, command: 'reboot' } };
      expect(await store().createRun(other)).toBe('different');
      expect(await store().createRun({ ...run, targets: run.targets.slice(1) })).toBe('different');
    });

    it('gives back what was asked for, queued, with every host counted', async () => {
      const run = sampleRun(3, { origin: 'cli', createdBy: 'terminal' });
      await store().createRun(run);
      const { counts } = emptyRunState(3);
      expect(await store().getRun(run.id)).toEqual({
        id: run.id,
        spec: run.spec,
        hostCount: 3,
        createdAtMs: run.createdAtMs,
        createdBy: 'terminal',
        origin: 'cli',
        phase: 'queued',
        counts,
        startedAtMs: null,
        finishedAtMs: null,
        finishReason: null,
        durationMs: null,
        engine: null,
        cancelRequestedBy: null,
        reached: { 0: 0 },
      });
      expect(await store().getTargets(run.id)).toEqual(run.targets);
    });

    it('knows nothing of a run that was not created', async () => {
      const id = randomUUID();
      expect(await store().getRun(id)).toBeNull();
      expect(await store().getTargets(id)).toBeNull();
      expect(await store().claimRun(id, 'e1')).toBe(false);
      expect(await store().readEvents(id, 0, 7, 'all', WIDE)).toEqual({ events: [], to: 7 });
    });

    it('lists the newest first, page by page', async () => {
      const runs = Array.from({ length: 5 }, () => sampleRun());
      for (const run of runs) await store().createRun(run);
      const newest = runs.map(({ id }) => id).reverse();
      const first = await store().listRuns({ limit: 2 });
      expect(first.runs.map(({ id }) => id)).toEqual(newest.slice(0, 2));
      const second = await store().listRuns({ limit: 2, before: first.next! });
      expect(second.runs.map(({ id }) => id)).toEqual(newest.slice(2, 4));
      const last = await store().listRuns({ limit: 2, before: second.next! });
      expect(last).toEqual({ runs: [expect.objectContaining({ id: newest[4] })], next: null });
      expect(await store().listRuns({ limit: 5 })).toMatchObject({ next: null });
      expect(await store().listRuns({ limit: 5, before: 'no page' })).toEqual({ runs: [], next: null });
    });

    it('lets exactly one engine claim a run', async () => {
      const run = sampleRun();
      await store().createRun(run);
      const claims = ['e1', 'e2', 'e3', 'e1'].map((engine) => store().claimRun(run.id, engine));
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
      expect((await store().getRun(run.id))?.engine).toMatch(/^e[123]$/);
    });

    it('lists a run as unfinished until its log says otherwise, and then nobody can claim or cancel it', async () => {
      const [done, open] = [sampleRun(), sampleRun()];
      await store().createRun(done);
      await store().createRun(open);
      const last = batch(done.id, 1, [{ type: 'run-finished', reason: 'completed', durationMs: 5 }]);
      const progress = { ...last.progress, phase: 'finished' as const, finishReason: 'completed' as const };
      await store().appendEvents([{ ...last, progress: { ...progress, durationMs: 5 } }], true);
      expect((await store().unfinishedRuns()).map(({ id }) => id)).toEqual([open.id]);
      expect(await store().claimRun(done.id, 'e1')).toBe(false);
      await store().requestCancel(done.id, 'late');
      expect(await store().getRun(done.id)).toMatchObject({
        phase: 'finished',
        finishReason: 'completed',
        durationMs: 5,
        cancelRequestedBy: null,
      });
    });

    it('remembers who first asked to cancel', async () => {
      const run = sampleRun();
      await store().createRun(run);
      await store().requestCancel(run.id, 'first');
      await store().requestCancel(run.id, 'second');
      expect((await store().getRun(run.id))?.cancelRequestedBy).toBe('first');
    });
  });
}

function logContract(store: () => Store): void {
  describe('log', () => {
    let run: NewRun;
    beforeEach(async () => {
      run = sampleRun();
      await store().createRun(run);
    });
    const page = (from: number, view: FeedView, limits = WIDE) =>
      store().readEvents(run.id, 0, from, view, limits);

    it.each([true, false])('reads back what was appended, byte for byte (durable: %s)', async (durable) => {
      const bytes = Uint8Array.from({ length: 40_000 }, (_, at) => at % 256);
      const facts: RunFact[] = [
        started,
        connecting(0),
        { type: 'host-output', host: 0, attempt: 1, stream: 'stderr', bytes },
        output(0, '点名'),
        { type: 'host-failed', host: 1, attempt: 1, reason: 'connect/refused', durationMs: 3, stages: {} },
      ];
      const written = batch(run.id, 1, facts);
      await store().appendEvents([written], durable);
      expect(await page(0, 'all')).toEqual({ events: written.events, to: 5 });
      expect((await store().getRun(run.id))?.reached).toEqual({ 0: 5 });
    });

    it('stores what the run has come to with the batch', async () => {
      const written = batch(run.id, 1, [started]);
      const counts = { ...written.progress.counts, queued: 1, success: 2 };
      await store().appendEvents(
        [{ ...written, progress: { ...written.progress, phase: 'running', counts, startedAtMs: 9 } }],
        false,
      );
      expect(await store().getRun(run.id)).toMatchObject({ phase: 'running', counts, startedAtMs: 9 });
    });

    it.each([
      ['a seq that is already there', 1],
      ['a hole', 4],
    ])('refuses %s as a second writer and stores nothing of the call', async (_why, from) => {
      const other = sampleRun();
      await store().createRun(other);
      await store().appendEvents([batch(run.id, 1, [started, connecting(0)])], false);
      const calls = [batch(other.id, 1, [started]), batch(run.id, from, [connecting(1)])];
      const refused = store().appendEvents(calls, true);
      await expect(refused).rejects.toThrow(LogTakenError);
      await expect(refused).rejects.toMatchObject({ run: run.id, part: 0 });
      expect((await page(0, 'all')).to).toBe(2);
      expect((await store().getRun(other.id))?.reached).toEqual({ 0: 0 });
    });

    it('numbers the parts of a run apart', async () => {
      await store().appendEvents(
        [batch(run.id, 1, [started]), batch(run.id, 1, [connecting(2), output(2, 'x')], 1)],
        false,
      );
      expect((await store().getRun(run.id))?.reached).toEqual({ 0: 1, 1: 2 });
      expect(seqs((await store().readEvents(run.id, 1, 0, 'all', WIDE)).events)).toEqual([1, 2]);
    });

    it('leaves out what a view does not want, and moves the cursor over it', async () => {
      const facts = [started, connecting(0), output(0, 'a'), connecting(1), output(1, 'b'), output(0, 'c')];
      await store().appendEvents([batch(run.id, 1, facts)], false);
      const rows: [FeedView, number[]][] = [
        ['all', [1, 2, 3, 4, 5, 6]],
        ['status', [1, 2, 4]],
        [{ host: 0 }, [2, 3, 6]],
        [{ host: 1 }, [4, 5]],
        [{ host: 2 }, []],
      ];
      for (const [view, wanted] of rows) {
        const { events, to } = await page(0, view);
        expect([view, seqs(events), to]).toEqual([view, wanted, 6]);
        expect(await page(6, view)).toEqual({ events: [], to: 6 });
      }
      expect(await page(9, 'status')).toEqual({ events: [], to: 9 });
    });

    it('ends a page at a limit, with the cursor on its last event, and always gets on', async () => {
      const facts = Array.from({ length: 30 }, (_, at) =>
        at % 3 === 0 ? connecting(0) : output(at % 2, 'x'.repeat(1_000)),
      );
      await store().appendEvents([batch(run.id, 1, facts)], false);
      for (const view of ['all', 'status', { host: 0 }, { host: 1 }] satisfies FeedView[]) {
        const whole = (await page(0, view)).events;
        for (const limits of [
          { maxBytes: 1, maxEvents: 100 },
          { maxBytes: 3_000, maxEvents: 100 },
          { maxBytes: 1 << 20, maxEvents: 4 },
        ]) {
          const collected: RunEvent[] = [];
          let cursor = 0;
          for (let pages = 0; cursor < 30; pages += 1) {
            expect(pages).toBeLessThan(31);
            const { events, to } = await page(cursor, view, limits);
            expect(events.length).toBeLessThanOrEqual(limits.maxEvents);
            expect(to).toBeGreaterThan(cursor);
            collected.push(...events);
            cursor = to;
          }
          expect(collected).toEqual(whole);
        }
      }
    });

    it('takes batches of many runs at once, and an empty call', async () => {
      const others = [sampleRun(), sampleRun()];
      for (const other of others) await store().createRun(other);
      await store().appendEvents(
        others.map(({ id }) => batch(id, 1, [started])),
        true,
      );
      await store().appendEvents([], true);
      for (const { id } of others) expect((await store().getRun(id))?.reached).toEqual({ 0: 1 });
    });
  });
}

function enginesAndKeysContract(store: () => Store): void {
  it('keeps the engines with their last sign of life until they are removed', async () => {
    await store().register({ id: 'e1', pid: 11, startedAtMs: 100 });
    await store().register({ id: 'e2', pid: 12, startedAtMs: 200 });
    await store().heartbeat('e1', 5_100);
    await store().heartbeat('gone', 5_100);
    expect(await store().list()).toEqual([
      { id: 'e1', pid: 11, heartbeatAtMs: 5_100 },
      { id: 'e2', pid: 12, heartbeatAtMs: 200 },
    ]);
    await store().remove('e1');
    expect((await store().list()).map(({ id }) => id)).toEqual(['e2']);
  });

  it('finds the recorded keys of a host and port, each once', async () => {
    const entry = { host: 'web-1', port: 22, type: 'ssh-ed25519', key: 'AAAA', atMs: 1, by: 'run 1' };
    await store().record(entry);
    await store().record({ ...entry, atMs: 2, by: 'run 2' });
    await store().record({ ...entry, type: 'ssh-rsa', key: 'BBBB', atMs: 3 });
    await store().record({ ...entry, port: 2222, key: 'CCCC' });
    expect(await store().find('web-1', 22)).toEqual([
      { type: 'ssh-ed25519', key: 'AAAA' },
      { type: 'ssh-rsa', key: 'BBBB' },
    ]);
    expect(await store().find('web-2', 22)).toEqual([]);
  });
}

function accessContract(store: () => Store): void {
  describe('access', () => {
    const hash = 'a'.repeat(64);

    it('gives a sign-in code to exactly one of those who take it', async () => {
      const code = { hash, user: 'owner', expiresAtMs: 10 };
      await store().putCode(code);
      const taken = await Promise.all([1, 2, 3].map(() => store().takeCode(hash)));
      expect(taken).toEqual([code, null, null]);
    });

    it('keeps, moves on and removes a session', async () => {
      const session = { hash, user: 'owner', createdAtMs: 1, expiresAtMs: 10 };
      await store().createSession(session);
      await store().touchSession(hash, 20);
      await store().touchSession('gone', 20);
      expect(await store().findSession(hash)).toEqual({ ...session, expiresAtMs: 20 });
      await store().removeSession(hash);
      expect(await store().findSession(hash)).toBeNull();
      await store().removeSession(hash);
    });

    it('has one API token, the last that was set', async () => {
      expect(await store().getApiToken()).toBeNull();
      await store().setApiToken({ hash, user: 'owner' });
      await store().setApiToken({ hash: 'b'.repeat(64), user: 'owner' });
      expect(await store().getApiToken()).toEqual({ hash: 'b'.repeat(64), user: 'owner' });
    });

    it('drops what has expired, and only that', async () => {
      for (const expiresAtMs of [9, 10, 11]) {
        await store().putCode({ hash: `c${expiresAtMs}`, user: 'owner', expiresAtMs });
        await store().createSession({ hash: `s${expiresAtMs}`, user: 'owner', createdAtMs: 1, expiresAtMs });
      }
      await store().removeExpired(10);
      const codes = await Promise.all([9, 10, 11].map((at) => store().takeCode(`c${at}`)));
      const sessions = await Promise.all([9, 10, 11].map((at) => store().findSession(`s${at}`)));
      expect(codes.map((code) => code?.expiresAtMs)).toEqual([undefined, undefined, 11]);
      expect(sessions.map((session) => session?.expiresAtMs)).toEqual([undefined, undefined, 11]);
    });
  });
}
