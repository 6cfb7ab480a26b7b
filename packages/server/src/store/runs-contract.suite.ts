import { randomUUID } from 'node:crypto';
import { emptyRunState } from '@rollcall/protocol';
import { describe, expect, it } from 'vitest';

import { WIDE, sampleRun, batch, type Store } from './samples.suite.ts';

/** What a store must do with runs. */
export function runsContract(store: () => Store): void {
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
      expect(await store().readEvents(id, 0, 7, 'all', WIDE)).toEqual({ events: [], to: 7, more: false });
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
