import { z } from 'zod';
import { runId } from './run-spec.ts';

/** Where a viewer is: the last seq it has seen, per part of the log. An absent part counts as 0. */
export const cursor = z.record(z.string().regex(/^\d{1,4}$/), z.int().min(0));

/**
 * What a viewer follows: `status` everything but output, `all` everything,
 * a host's index the facts and the output of that host.
 */
export const feedView = z.union([z.enum(['status', 'all']), z.object({ host: z.int().min(0) })]);

/** Follows a run from a cursor on. */
export const feedOpen = z.object({
  protocol: z.int().min(1),
  run: runId,
  view: feedView,
  cursor,
});
/** Ends a feed by the name that `feed-open` was answered with. */
export const feedClose = z.object({ feed: z.string().min(1).max(64) });

export type Cursor = Record<string, number>;
export type FeedView = z.infer<typeof feedView>;
export type FeedOpen = z.infer<typeof feedOpen>;
export type FeedClose = z.infer<typeof feedClose>;
