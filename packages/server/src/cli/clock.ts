import type { Clock } from '../run/ports.ts';

/** The real time. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
