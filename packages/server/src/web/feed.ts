import { packEvents, type Cursor, type FeedBatch } from '@rollcall/protocol';
import { followLog, type LogReader } from './follow-log.ts';

/** One viewer of one run. */
export interface Feed extends Omit<LogReader, 'follow'> {
  /** Sends one batch and resolves when the viewer has taken it in. Rejects when it is gone; that ends the feed. */
  send: (batch: Omit<FeedBatch, 'feed'>) => Promise<void>;
}

/**
 * Sends a run batch by batch, the next one only when the viewer has the one before. Memory per viewer is one batch.
 * @returns the cursor behind the last fact of the finished run, or null when the signal ended it
 */
export async function runFeed(feed: Feed): Promise<Cursor | null> {
  const cursor: Cursor = { ...feed.cursor };
  const steps = followLog({ ...feed, follow: true });
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done) return step.value;
      const { part, to, events } = step.value;
      await feed.send({ part, from: cursor[part] ?? 0, to, ...packEvents(events) });
      cursor[part] = to;
    }
  } finally {
    await steps.return(null);
  }
}
