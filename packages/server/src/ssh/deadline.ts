import type { LoopWatch } from './loop-watch.ts';

/** A running limit; `clear` ends it without a verdict. */
export interface Deadline {
  clear(): void;
}

/**
 * Calls `onReached` once after `limitMs` (0 = never). When the timer fires, what waits in the sockets is handled first, and
 * time during which the event loop was blocked is given back: a host is never late because we were.
 */
export function startDeadline(limitMs: number, watch: LoopWatch, onReached: () => void): Deadline {
  if (limitMs === 0) return { clear: () => undefined };
  let stalledBefore = watch.stalledMs();
  let cleared = false;
  let timer = setTimeout(fire, limitMs);

  function fire(): void {
    // One turn for the I/O that is already here: timers run before it.
    setImmediate(() => {
      if (cleared) return;
      const stalled = watch.stalledMs();
      const givenBack = stalled - stalledBefore;
      stalledBefore = stalled;
      if (givenBack > 0) timer = setTimeout(fire, givenBack);
      else onReached();
    });
  }

  return {
    clear() {
      cleared = true;
      clearTimeout(timer);
    },
  };
}
