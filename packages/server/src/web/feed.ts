import { setTimeout as delay } from 'node:timers/promises';
import {
  FEED_BATCH_BYTES,
  FEED_BATCH_EVENTS,
  FEED_REST_MS,
  packEvents,
  type Cursor,
  type FeedBatch,
} from '@rollcall/protocol';
import { followLog, type LogReader, type LogStep } from './follow-log.ts';

/** One viewer of one run. */
export interface Feed extends Omit<LogReader, 'follow'> {
  /** Sends one batch and resolves when the viewer has taken it in. Rejects when it is gone; that ends the feed. */
  send: (batch: Omit<FeedBatch, 'feed'>) => Promise<void>;
  /** Shortest time between two batches that are not full, in ms; `FEED_REST_MS` of its view unless told. */
  restMs?: number | undefined;
}

/**
 * Sends a run batch by batch, the next one only when the viewer has the one before. Memory per viewer is one batch.
 * @returns the cursor behind the last fact of the finished run, or null when the signal ended it
 */
export async function runFeed(feed: Feed): Promise<Cursor | null> {
  const cursor: Cursor = { ...feed.cursor };
  const steps = followLog({ ...feed, follow: true });
  const restMs = feed.restMs ?? FEED_REST_MS[feed.view === 'status' ? 'status' : 'output'];
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done) return step.value;
      const { part, to, events } = step.value;
      const sentAtMs = performance.now();
      await feed.send({ part, from: cursor[part] ?? 0, to, ...packEvents(events) });
      cursor[part] = to;
      if (!isFull(step.value)) await rest(sentAtMs + restMs - performance.now(), feed.signal);
    }
  } finally {
    await steps.return(null);
  }
}

/** There is more already, or this was the last: nothing is gained by waiting. */
function isFull({ events }: LogStep): boolean {
  if (events.length >= FEED_BATCH_EVENTS || events.at(-1)?.type === 'run-finished') return true;
  const bytes = events.reduce(
    (sum, event) => sum + (event.type === 'host-output' ? event.bytes.length : 0),
    0,
  );
  return bytes >= FEED_BATCH_BYTES / 2;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  // A timer cuts fractions off, and would be early.
  if (ms > 0) await delay(Math.ceil(ms), undefined, { signal }).catch(() => undefined);
}
