import { expect, it } from 'vitest';
import { tokenBucket } from './token-bucket.ts';

it('lets a burst through, then so many a second, and never saves up more than the burst', () => {
  let nowMs = 0;
  const take = tokenBucket({ now: () => nowMs, monotonic: () => nowMs }, { perSecond: 10, burst: 3 });
  const taken = (tries: number): number => Array.from({ length: tries }, take).filter(Boolean).length;
  expect(taken(5)).toBe(3);
  nowMs += 100;
  expect(taken(5)).toBe(1);
  nowMs += 60_000;
  expect(taken(50)).toBe(3);
});
