import { Writable } from 'node:stream';
import type { RunEvent } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { StorageError } from '../../run/ports.ts';
import { createSink } from '../terminal/sink.ts';
import { oneHostView } from './one-host-view.ts';
import { showRun } from './show-run.ts';
import { statusView } from './status-view.ts';
import { contextOf, fact, hosts, memoryScreen } from './view.suite.ts';

const started = { type: 'run-started', hostCount: 1, fanout: 1, engine: 'e' } as const;
const finished = { type: 'run-finished', reason: 'completed', durationMs: 9 } as const;

/** Shows a run of one host whose log holds `facts`. */
async function shown(
  facts: readonly object[],
  view: typeof oneHostView,
  refusal: StorageError | null = null,
): Promise<{ status: number; err: string }> {
  const memory = memoryScreen();
  const context = contextOf(memory.screen, hosts('10.0.0.1'));
  const events = facts.map((each, at) => ({ ...each, seq: at + 1, atMs: at, attempt: 1 }) as RunEvent);
  const run = {
    id: 'r',
    refusal,
    async *follow() {
      yield { events, to: events.length };
    },
    cancel: () => undefined,
    close: async () => undefined,
  };
  const sink = () => createSink(new Writable({ write: (_chunk, _encoding, done) => done() }), false);
  const status = await showRun(run as never, [view(context)], context, {
    out: sink(),
    err: sink(),
    env: {},
    locale: 'en',
  });
  return { status, err: memory.err() };
}

test('a run whose hosts all exit 0 is a success', async () => {
  expect(await shown([started, fact.exited(0), finished], oneHostView)).toMatchObject({ status: 0 });
});

test('output that was cut is no success where the output is what was asked for', async () => {
  const cut = [started, fact.out(0, 'a'), fact.exited(0, 0, { gapBytes: 7, stdoutBytes: 8 }), finished];
  expect((await shown(cut, oneHostView)).status).toBe(1);
  expect((await shown(cut, statusView)).status).toBe(0);
});

test('a log that breaks off names what the store said', async () => {
  const full = new StorageError('full', 'The disk of /data/rollcall.db is full. Free some space.');
  const { status, err } = await shown([started, fact.exited(0)], statusView, full);
  expect(status).toBe(1);
  expect(err).toContain(
    'WARNING: the run log could not be written any more; what is missing above is not known: The disk of /data/rollcall.db is full. Free some space.',
  );
});
