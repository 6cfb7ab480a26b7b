import { setTimeout as delay } from 'node:timers/promises';
import { FEED_REST_MS, packEvents, type Cursor, type FeedBatch } from '@rollcall/protocol';
import { followLog, paceOf, type LogReader } from './follow-log.ts';

/** One viewer of one run. */
export interface Feed extends Omit<LogReader, 'follow'> {
  /** Sends one batch and resolves when the viewer has taken it in. Rejects when it is gone; that ends the feed. */
  send: (batch: Omit<FeedBatch, 'feed'>) => Promise<void>;
  /** Shortest time between two batches when no more is stored yet, in ms; `FEED_REST_MS` of its view unless told. */
  restMs?: number | undefined;
}

/**
 * Sends a run batch by batch, the next one only when the viewer has the one before. Memory per viewer is one batch.
 * @returns the cursor behind the last fact of the finished run, or null when the signal ended it
 */
export async function runFeed(feed: Feed): Promise<Cursor | null> {
  const cursor: Cursor = { ...feed.cursor };
  const steps = followLog({ ...feed, follow: true });
  const restMs = feed.restMs ?? FEED_REST_MS[paceOf(feed.view)];
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done) return step.value;
      const { part, to, events, more } = step.value;
      const sentAtMs = performance.now();
      await feed.send({ part, from: cursor[part] ?? 0, to, ...packEvents(events) });
      cursor[part] = to;
      // With more there already, or after the last, nothing is gained by waiting.
      if (more || events.at(-1)?.type === 'run-finished') continue;
      await rest(sentAtMs + restMs - performance.now(), feed.signal);
    }
  } finally {
    await steps.return(null);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  // A timer cuts fractions off, and would be early.
  if (ms > 0) await delay(Math.ceil(ms), undefined, { signal }).catch(() => undefined);
}
