import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttledBell } from './throttled-bell.ts';

describe('throttled bell', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('rings at once, then at most every 15 ms per run, the last time with the newest seq', () => {
    const rings: [string, number, number][] = [];
    const startMs = Date.now();
    const bell = throttledBell((run, seq) => rings.push([run, seq, Date.now() - startMs]));
    for (let seq = 1; seq <= 40; seq += 1) {
      bell('a', seq);
      if (seq === 10) bell('b', 1);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(rings).toEqual([
      ['a', 1, 0],
      ['b', 1, 9],
      ['a', 15, 15],
      ['a', 30, 30],
      ['a', 40, 45],
    ]);
    expect(vi.getTimerCount()).toBe(0);
    bell('a', 41);
    expect(rings.at(-1)).toEqual(['a', 41, 140]);
  });
});
