import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  unpackEvents,
  type Cursor,
  type FeedBatch,
  type FeedView,
  type RunEvent,
  type RunFact,
} from '@rollcall/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  answered,
  feedOf,
  finished,
  startHarness,
  started,
  type Harness,
  type TestRun,
} from './harness.suite.ts';

/** How a viewer loses its connection: after so many batches, having taken the last one in or not, having said so or not. */
interface Cut {
  batches: number;
  at: 'before taking in' | 'before the ack' | 'after the ack';
  how: 'goodbye' | 'torn';
}
interface Case {
  /** Sizes of the output chunks of each host; the large ones fill a batch alone. */
  hosts: number[][];
  /** Which host goes on next, and how many facts go in one batch of the writer. */
  picks: number[];
  batchSizes: number[];
  view: 'all' | 'status' | 'host';
  cuts: Cut[];
}

const runCase: fc.Arbitrary<Case> = fc.record({
  hosts: fc.array(fc.array(fc.constantFrom(0, 1, 700, 33_000, 70_000), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 5,
  }),
  picks: fc.array(fc.nat({ max: 97 }), { minLength: 1, maxLength: 20 }),
  batchSizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
  view: fc.constantFrom('all', 'status', 'host'),
  cuts: fc.array(
    fc.record({
      batches: fc.integer({ min: 0, max: 3 }),
      at: fc.constantFrom('before taking in', 'before the ack', 'after the ack'),
      how: fc.constantFrom('goodbye', 'torn'),
    }),
    { maxLength: 6 },
  ),
});

/** The facts of all hosts, mixed as `picks` says, in order for each host. */
function logOf({ hosts, picks }: Case): RunFact[] {
  const rest = hosts.map((sizes, host) =>
    answered(host, ...sizes.map((size, at) => new Uint8Array(size).fill(host * 16 + at))),
  );
  const facts: RunFact[] = [started(hosts.length)];
  for (let turn = 0; rest.some((list) => list.length > 0); turn += 1) {
    const open = rest.filter((list) => list.length > 0);
    facts.push(open[picks[turn % picks.length]! % open.length]!.shift()!);
  }
  return [...facts, finished];
}

async function writeLog(run: TestRun, facts: RunFact[], sizes: readonly number[]): Promise<void> {
  for (let at = 0, turn = 0; at < facts.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    await run.write(...facts.slice(at, at + size));
    at += size;
    for (let pause = 0; pause < size; pause += 1) await nextTurn();
  }
}

interface Viewer {
  cursor: Cursor;
  events: RunEvent[];
}

/** One connection of a viewer, from opening the feed to its end or to the cut. */
async function watch(
  harness: Harness,
  run: string,
  view: FeedView,
  viewer: Viewer,
  cut: Cut | null,
): Promise<void> {
  const client = await harness.connect({ cookie: '', headers: { authorization: `Bearer ${harness.token}` } });
  let batches = 0;
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      client.off('feed-batch');
      if (cut?.how === 'torn') client.io.engine.close();
      client.disconnect();
      resolve();
    };
    client.on('feed-batch', (batch: FeedBatch, ack) => {
      batches += 1;
      const now = cut !== null && batches > cut.batches ? cut.at : null;
      if (now === 'before taking in') return leave();
      if (batch.from !== (viewer.cursor[batch.part] ?? 0))
        return reject(new Error(`${batch.from} is not where I am`));
      viewer.events.push(...unpackEvents(batch.events, batch.bytes));
      viewer.cursor[batch.part] = batch.to;
      if (now === 'before the ack') return leave();
      ack();
      if (now === 'after the ack') leave();
    });
    client.on('feed-end', () => {
      client.disconnect();
      resolve();
    });
    client.on('feed-failed', ({ code }) => reject(new Error(code)));
    client
      .emitWithAck('feed-open', feedOf(run, { view, cursor: viewer.cursor }))
      .then((reply) => reply.ok || reject(new Error(reply.code)), reject);
  });
}

it(
  'loses and doubles nothing, wherever the connection breaks while the log is written',
  { timeout: 120_000 },
  async () => {
    const harness = await startHarness({ timings: { pollMs: 50, restMs: 0 } });
    await fc.assert(
      fc.asyncProperty(runCase, async (example) => {
        const run = await harness.run(example.hosts.length);
        const writing = writeLog(run, logOf(example), example.batchSizes);
        const view: FeedView = example.view === 'host' ? { host: 0 } : example.view;
        const viewer: Viewer = { cursor: {}, events: [] };
        for (const cut of [...example.cuts, null]) await watch(harness, run.id, view, viewer, cut);
        await writing;
        const all = { maxBytes: Infinity, maxEvents: Infinity };
        const { events } = await harness.store.readEvents(run.id, 0, 0, view, all);
        expect(viewer.events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
        expect(viewer.events.map(bytesOf)).toEqual(events.map(bytesOf));
      }),
      { numRuns: 100 },
    );
  },
);

const bytesOf = (event: RunEvent): string =>
  event.type === 'host-output' ? Buffer.from(event.bytes).toString('base64') : event.type;
