/** Time as the state sees it, so that tests can pass their own. */
export interface Timers {
  /** Wall clock, ms since 1970. */
  now(): number;
  /** Calls `run` once after `delayMs`; the result takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

/** The clock and the timers of the platform. */
export const platformTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** First wait and longest wait between two tries to reach the server, in ms. */
const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;

/**
 * How long to wait before try number `attempt` (from 0): at least one second, at most ten, spread at random, so that
 * many pages do not return to a restarted server in the same second.
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, random: number): number {
  const spread = Math.min(LONGEST_MS - FIRST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(FIRST_MS + random * spread);
}
