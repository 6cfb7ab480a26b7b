import type { Clock } from '../run/ports.ts';

/** Wrong tries that cost nothing, since people mistype. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Askers remembered at once; the one that was quiet longest is forgotten first. */
const MAX_ASKERS = 1_000;

/** Slows down guessing, per asker: after five wrong tries 30 s, then twice as long after each further one, up to 15 min. */
export interface Throttle {
  /** How long the asker still has to wait, 0 when it may try now. */
  waitMs(asker: string): number;
  failed(asker: string): void;
  succeeded(asker: string): void;
}

/** A throttle that lives in memory; it counts monotonic time, so setting the clock does not open it. */
export function createThrottle(clock: Clock): Throttle {
  const askers = new Map<string, { failures: number; openAtMs: number }>();
  return {
    waitMs: (asker) => Math.max(0, Math.ceil((askers.get(asker)?.openAtMs ?? 0) - clock.monotonic())),
    failed(asker) {
      const failures = (askers.get(asker)?.failures ?? 0) + 1;
      const over = failures - FREE_TRIES;
      const waitMs = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
      askers.delete(asker);
      if (askers.size >= MAX_ASKERS) askers.delete(askers.keys().next().value!);
      askers.set(asker, { failures, openAtMs: clock.monotonic() + waitMs });
    },
    succeeded(asker) {
      askers.delete(asker);
    },
  };
}
