import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from './ports.ts';

/**
 * Hosts beyond the fan-out that may be dialling, or wait with an open connection for a slot. Together with the default
 * fan-out these are 256 sockets, the lowest limit of open files that we meet (macOS). And 3,000 dead hosts of 10 s each,
 * 30 % of the largest run, take 3,000 x 10 s / 192 = 156 s.
 */
export const EXTRA_DIALS = 192;
/** A host that does not answer the dial in this time gives its slot to another. */
export const SLOW_DIAL_MS = 1_000;
/**
 * A run begins with this many hosts, and has as many more each {@link STEP_MS} up to its fan-out: 256 handshakes at once end at about
 * the same time, and the first answer would wait for all of them. A busy event loop makes the steps longer by itself.
 */
const STEP = 32;
const STEP_MS = 100;

/** The place of one host among those in flight. */
export interface Place {
  /** How long the host has waited for a slot since it got its place, in ms. */
  readonly waitedMs: number;
  /** Resolves when the host, now connected, has a slot again; also when `signal` aborts, then without one. */
  admit(signal: AbortSignal): Promise<void>;
  /** The command is over: the next host may have the slot, while this one hangs up. */
  free(): void;
  /** The host is no longer in flight. */
  leave(): void;
}

/** How many hosts of a run are in flight. */
export interface Slots {
  /** Waits for a slot. Rejects with an `AbortError` once the slots are closed. */
  enter(): Promise<Place>;
  /**
   * The machine had no socket for one of those in flight: from now on no more than the others. Where many meet it at
   * once, what is left in the end is what the machine has room for.
   */
  shrink(): void;
  /** Nobody gets a slot any more; those who wait in `enter` are refused. */
  close(): void;
}

/**
 * A host in flight holds a slot of the fan-out, except while it dials longer than a second: dead hosts do not hold up
 * live ones. In flight in any sense are never more than `fanout + EXTRA_DIALS`.
 */
export function createSlots(fanout: number, clock: Clock): Slots {
  const slots = pLimit(Math.min(fanout, STEP));
  const steps = setInterval(() => {
    slots.concurrency = Math.min(fanout, slots.concurrency + STEP);
    if (slots.concurrency === fanout) clearInterval(steps);
  }, STEP_MS).unref();
  const places = pLimit({ concurrency: fanout + EXTRA_DIALS, rejectOnClear: true });
  const closing = new AbortController();
  let inFlight = 0;

  return {
    async enter() {
      const giveBack = await lease(places);
      const slot = await lease(slots, closing.signal).catch((error: unknown) => {
        giveBack();
        throw error;
      });
      inFlight += 1;
      let left = false;
      return createPlace(slots, slot, clock, () => {
        if (!left) inFlight -= 1;
        left = true;
        giveBack();
      });
    },
    shrink() {
      clearInterval(steps);
      places.concurrency = Math.max(1, Math.min(places.concurrency, inFlight - 1));
      slots.concurrency = Math.min(slots.concurrency, places.concurrency);
    },
    close() {
      clearInterval(steps);
      places.clearQueue();
      // Not the queue of the slots: hosts that are connected wait there too, and may go on.
      closing.abort();
    },
  };
}

function createPlace(slots: LimitFunction, slot: () => void, clock: Clock, onLeave: () => void): Place {
  let held: (() => void) | undefined = slot;
  let waitedMs = 0;
  const free = (): void => {
    clearTimeout(slowDial);
    held?.();
    held = undefined;
  };
  const slowDial = setTimeout(free, SLOW_DIAL_MS);
  return {
    get waitedMs() {
      return waitedMs;
    },
    async admit(signal) {
      clearTimeout(slowDial);
      if (held) return;
      const since = clock.monotonic();
      held = await lease(slots, signal).catch(() => undefined);
      waitedMs += clock.monotonic() - since;
    },
    free,
    leave() {
      free();
      onLeave();
    },
  };
}

/** Takes one of `limit`; resolves with the way to give it back. Rejects when `signal` aborts first, or the queue is cleared. */
function lease(limit: LimitFunction, signal?: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal!.reason as Error);
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    const task = limit(
      () =>
        new Promise<void>((giveBack) => {
          signal?.removeEventListener('abort', abort);
          // Nobody waits any more: the next one may have it.
          if (signal?.aborted) giveBack();
          else resolve(giveBack);
        }),
    );
    task.catch(reject);
  });
}
