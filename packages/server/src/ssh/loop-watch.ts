/**
 * Knows for how long this process could not look at its sockets. A host must not be given up for time that we slept
 * through, so deadlines give that time back (`deadline.ts`).
 */
export interface LoopWatch {
  /** Ms lost so far to blocked event loops, since an arbitrary start. */
  stalledMs(): number;
  /** Keeps the watch running until the returned function is called. */
  hold(): () => void;
}

const TICK_MS = 100;
/** A tick that is later than this was a stall; smaller delays are everyday scheduling. */
const TOLERATED_MS = 50;

/** @param monotonic ms that never go back */
export function createLoopWatch(monotonic: () => number): LoopWatch {
  let holders = 0;
  let stalled = 0;
  let last = 0;
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    const now = monotonic();
    const late = now - last - TICK_MS;
    if (late > TOLERATED_MS) stalled += late;
    last = now;
  }

  return {
    stalledMs: () => stalled,
    hold() {
      if (holders++ === 0) {
        last = monotonic();
        timer = setInterval(tick, TICK_MS).unref();
      }
      let held = true;
      return () => {
        if (held && --holders === 0) clearInterval(timer);
        held = false;
      };
    },
  };
}
