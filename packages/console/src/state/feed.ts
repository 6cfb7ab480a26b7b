import {
  PROTOCOL_VERSION,
  unpackEvents,
  type Cursor,
  type FeedBatch,
  type FeedView,
  type ProblemCode,
  type RunEvent,
} from '@rollcall/protocol';
import type { Wire, WireListener } from './link.ts';
import { backoffMs, type Timers } from './timers.ts';

/** Where a feed stands. `waiting` for the connection or for a new try; `refused` for good. */
export type FeedState =
  | { type: 'waiting' }
  | { type: 'opening' }
  | { type: 'open' }
  | { type: 'ended' }
  | { type: 'refused'; code: ProblemCode }
  | { type: 'closed' };

export interface FeedOptions {
  wire: Wire;
  timers: Timers;
  run: string;
  view: FeedView;
  /**
   * Takes the events in before it returns; each comes exactly once, in the order of its part. The result resolves
   * when the reader can bear more (a terminal: when it has parsed them); only then the server sends on.
   */
  take: (events: RunEvent[], batch: FeedBatch) => Promise<void> | void;
  changed?: () => void;
}

/** Codes after which opening again gives the same answer. */
const FOR_GOOD: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'unknown-run',
  'unknown-host',
  'wrong-protocol',
  'invalid-request',
  'not-signed-in',
]);

/**
 * A cursor that follows a run's log: first load, live, refresh and reconnect are this one loop. The cursor moves when
 * events are taken in, not when the batch is acknowledged: what was taken in and not acknowledged before a cut is not
 * asked for again.
 */
export class Feed {
  readonly cursor: Cursor = {};
  readonly #options: FeedOptions;
  readonly #unlisten: () => void;
  #state: FeedState = { type: 'waiting' };
  #id: string | null = null;
  /** Counts openings: an answer to an earlier one is not for us any more. */
  #opening = 0;
  #failures = 0;
  #stopTimer: (() => void) | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#unlisten = options.wire.listen(this.#listener());
    if (options.wire.connected) this.#open();
  }

  get state(): FeedState {
    return this.#state;
  }

  close(): void {
    if (this.#state.type === 'closed') return;
    this.#leave();
    this.#unlisten();
    this.#set({ type: 'closed' });
  }

  #listener(): WireListener {
    return {
      connected: () => {
        if (this.#state.type === 'waiting') this.#open();
      },
      disconnected: () => {
        this.#id = null;
        this.#opening += 1;
        this.#stopTimer?.();
        if (this.#state.type === 'opening' || this.#state.type === 'open') this.#set({ type: 'waiting' });
      },
      batch: (batch, ack) => {
        if (batch.feed === this.#id) this.#batch(batch, ack);
      },
      end: (feed) => {
        if (feed !== this.#id) return;
        this.#id = null;
        this.#set({ type: 'ended' });
      },
      failed: (feed, code) => {
        if (feed !== this.#id) return;
        this.#id = null;
        this.#retry(code);
      },
    };
  }

  #open(): void {
    const { wire, run, view } = this.#options;
    this.#stopTimer = null;
    this.#opening += 1;
    const opening = this.#opening;
    this.#set({ type: 'opening' });
    wire.openFeed({ protocol: PROTOCOL_VERSION, run, view, cursor: { ...this.cursor } }, (answer) => {
      if (opening !== this.#opening || this.#state.type !== 'opening') {
        if (answer.ok) wire.closeFeed(answer.feed);
        return;
      }
      if (!answer.ok) return this.#retry(answer.code);
      this.#id = answer.feed;
      this.#set({ type: 'open' });
    });
  }

  #batch(batch: FeedBatch, ack: () => void): void {
    if (batch.from !== (this.cursor[batch.part] ?? 0)) {
      this.#leave();
      return this.#retry(null);
    }
    this.#failures = 0;
    this.cursor[batch.part] = batch.to;
    const taken = this.#options.take(unpackEvents(batch.events, batch.bytes), batch);
    const id = this.#id;
    const confirm = (): void => {
      if (this.#id === id) ack();
    };
    if (taken) void taken.then(confirm);
    else confirm();
  }

  /** Opens again from the cursor, at once the first time, then after growing waits. */
  #retry(code: ProblemCode | null): void {
    if (code !== null && FOR_GOOD.has(code)) return this.#set({ type: 'refused', code });
    this.#set({ type: 'waiting' });
    const { timers, wire } = this.#options;
    const delayMs = this.#failures === 0 ? 0 : backoffMs(this.#failures - 1, Math.random());
    this.#failures += 1;
    this.#stopTimer?.();
    this.#stopTimer = timers.after(delayMs, () => {
      if (wire.connected && this.#state.type === 'waiting') this.#open();
    });
  }

  #leave(): void {
    this.#stopTimer?.();
    this.#opening += 1;
    if (this.#id !== null) this.#options.wire.closeFeed(this.#id);
    this.#id = null;
  }

  #set(state: FeedState): void {
    this.#state = state;
    this.#options.changed?.();
  }
}

/** How many events of the run the cursor has passed, over all parts: "event 214". */
export function passed(cursor: Cursor): number {
  return Object.values(cursor).reduce((sum, seq) => sum + seq, 0);
}
