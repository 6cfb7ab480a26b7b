import { type FeedView, type RunEvent, type RunFact } from '@rollcall/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { LogTakenError, type NewRun } from '../run/ports.ts';

import { WIDE, sampleRun, batch, seqs, output, connecting, started, type Store } from './samples.suite.ts';

/** What a store must do with run logs. */
export function logContract(store: () => Store): void {
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
      expect(await page(0, 'all')).toEqual({ events: written.events, to: 5, more: false });
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
        expect(await page(6, view)).toEqual({ events: [], to: 6, more: false });
      }
      expect(await page(9, 'status')).toEqual({ events: [], to: 9, more: false });
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
            const { events, to, more } = await page(cursor, view, limits);
            expect(more).toBe(collected.length + events.length < whole.length);
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
