import { setImmediate as nextTurn } from 'node:timers/promises';
import { FEED_BATCH, FEED_POLL_MS, type Cursor, type FeedView, type RunEvent } from '@rollcall/protocol';
import type { RunStore } from '../run/ports.ts';
import type { Bell, Ring } from './bell.ts';

/** Who reads which run, from where. */
export interface LogReader {
  store: Pick<RunStore, 'getRun' | 'readEvents'>;
  bell: Bell;
  run: string;
  view: FeedView;
  /** Where the reader is; an absent part counts as 0. */
  cursor: Cursor;
  /** Whether to wait for more at the end of an unfinished log. */
  follow: boolean;
  /** How long the bell may be silent before the log is looked at all the same, in ms; `FEED_POLL_MS` unless told. */
  pollMs?: number | undefined;
  signal: AbortSignal;
}

/** Events of one part; `to` may be beyond the last of them when the view left the others out. */
export interface LogStep {
  part: number;
  to: number;
  events: RunEvent[];
  /** More of this part is stored behind it. */
  more: boolean;
}

/** Which limits of `FEED_BATCH` and `FEED_REST_MS` hold for a view. */
export function paceOf(view: FeedView): 'status' | 'output' {
  return view === 'status' ? 'status' : 'output';
}

/** Rings after which the run is read again although the log goes on, so that a new part of it is noticed. */
const RINGS_PER_LOOK = 100;

/**
 * The one loop behind first load, live view, refresh, reconnect and history: read the log after the cursor, hand out one
 * step, go on when the reader asks for the next, at the end wait for the bell. It holds one step in memory and is never
 * ahead of its reader.
 * @returns where the log ends: of a finished run, or without `follow` for now; null when `signal` ended it
 */
export async function* followLog(reader: LogReader): AsyncGenerator<LogStep, Cursor | null, void> {
  const seen: Cursor = { ...reader.cursor };
  const ring = reader.bell.listen(reader.run);
  try {
    for (;;) {
      const run = await reader.store.getRun(reader.run);
      if (!run || reader.signal.aborted) return null;
      const parts = Object.keys(run.reached).map(Number);
      if (parts.length === 0) parts.push(0);
      yield* look(reader, parts, seen);
      if (reader.signal.aborted) return null;
      // Drained after the run was seen as finished, so nothing can be behind it.
      if (run.phase === 'finished' || !reader.follow) return seen;
      yield* drainWhileItRings(reader, ring, parts, seen);
    }
  } finally {
    ring.close();
  }
}

/** Hands out what comes until the end of the run was in it, or until the bell is silent for a while. */
async function* drainWhileItRings(
  reader: LogReader,
  ring: Ring,
  parts: readonly number[],
  seen: Cursor,
): AsyncGenerator<LogStep, void, void> {
  for (let rings = 0; rings < RINGS_PER_LOOK; rings += 1) {
    if (!(await ring.heard(reader.pollMs ?? FEED_POLL_MS, reader.signal))) return;
    for await (const step of drain(reader, parts, seen)) {
      yield step;
      if (step.events.at(-1)?.type === 'run-finished') return;
    }
  }
}

/**
 * Hands out everything behind `seen`; where the last of it was left out of the view, a step without events says how far
 * that is. Else a status feed that comes back while hosts only print would not know that it missed nothing.
 */
async function* look(
  reader: LogReader,
  parts: readonly number[],
  seen: Cursor,
): AsyncGenerator<LogStep, void, void> {
  const told: Cursor = { ...seen };
  for await (const step of drain(reader, parts, seen)) {
    told[step.part] = step.to;
    yield step;
  }
  for (const part of parts) {
    const to = seen[part] ?? 0;
    if (to > (told[part] ?? 0) && !reader.signal.aborted) yield { part, to, events: [], more: false };
  }
}

/** Hands out everything behind `seen`, and moves it. */
async function* drain(
  reader: LogReader,
  parts: readonly number[],
  seen: Cursor,
): AsyncGenerator<LogStep, void, void> {
  const { bytes: maxBytes, events: maxEvents } = FEED_BATCH[paceOf(reader.view)];
  const limits = { maxBytes, maxEvents };
  for (const part of parts) {
    while (!reader.signal.aborted) {
      const after = seen[part] ?? 0;
      const page = await reader.store.readEvents(reader.run, part, after, reader.view, limits);
      const { events, to, more } = page;
      if (to <= after) break;
      seen[part] = to;
      if (events.length > 0) yield { part, to, events, more };
      // The store answers within this turn; others want theirs.
      await nextTurn();
    }
  }
}
