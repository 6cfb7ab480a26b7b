import type { ProblemCode } from './problems.ts';
import type { Cursor, FeedClose, FeedOpen } from './schemas/feed.ts';
import type { RunEvent } from './schemas/run-event.ts';

type OutputEvent = Extract<RunEvent, { type: 'host-output' }>;
/** An event as it travels: output bytes stand in the batch's one binary part. */
export type WireEvent =
  | Exclude<RunEvent, OutputEvent>
  | (Omit<OutputEvent, 'bytes'> & { at: number; length: number });

/** One step of a feed. The cursor moves to `to` in `part` once the batch is acknowledged. */
export interface FeedBatch {
  feed: string;
  part: number;
  /** The cursor before this batch; anything else than the viewer's own cursor is a bug. */
  from: number;
  /** Last seq that was looked at; in a filtered view it may be beyond the last event. */
  to: number;
  events: WireEvent[];
  /** All output of the batch in one piece, since every binary part is a frame of its own. */
  bytes: Uint8Array;
}

/** Puts the output bytes of `events` into one piece. */
export function packEvents(events: readonly RunEvent[]): { events: WireEvent[]; bytes: Uint8Array } {
  let size = 0;
  for (const event of events) if (event.type === 'host-output') size += event.bytes.byteLength;
  const bytes = new Uint8Array(size);
  let at = 0;
  const packed = events.map((event): WireEvent => {
    if (event.type !== 'host-output') return event;
    const { bytes: own, ...rest } = event;
    bytes.set(own, at);
    const wire = { ...rest, at, length: own.byteLength };
    at += own.byteLength;
    return wire;
  });
  return { events: packed, bytes };
}

/** The inverse of `packEvents`. The output of the events shares the memory of `bytes`. */
export function unpackEvents(events: readonly WireEvent[], bytes: Uint8Array | ArrayBuffer): RunEvent[] {
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return events.map((event): RunEvent => {
    if (event.type !== 'host-output') return event;
    const { at, length, ...rest } = event;
    return { ...rest, bytes: all.subarray(at, at + length) };
  });
}

/** Answer to a request over the socket: the result, or the code of what was wrong. */
export type Reply<T> = ({ ok: true } & T) | { ok: false; code: ProblemCode; detail?: string };

/** What a browser may send. Every handler checks its argument against the schema of the same name. */
export interface ClientToServerEvents {
  'feed-open': (request: FeedOpen, reply: (answer: Reply<{ feed: string }>) => void) => void;
  'feed-close': (request: FeedClose) => void;
}

/** What a server sends. */
export interface ServerToClientEvents {
  /** Acknowledged by the viewer when it has taken the batch in (a terminal: when it has parsed it). */
  'feed-batch': (batch: FeedBatch, ack: () => void) => void;
  /** The last batch of a finished run has been acknowledged; the feed is closed. */
  'feed-end': (end: { feed: string; cursor: Cursor }) => void;
  /** The feed could not go on; open it again from the cursor. */
  'feed-failed': (failure: { feed: string; code: ProblemCode; detail?: string }) => void;
}
