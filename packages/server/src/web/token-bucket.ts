import type { Clock } from '../run/ports.ts';

/** Says whether one more is within the rate: `perSecond` for ever, `burst` at once after a rest. */
export function tokenBucket(clock: Clock, rate: { perSecond: number; burst: number }): () => boolean {
  let tokens = rate.burst;
  let atMs = clock.monotonic();
  return () => {
    const nowMs = clock.monotonic();
    tokens = Math.min(rate.burst, tokens + ((nowMs - atMs) / 1_000) * rate.perSecond);
    atMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
