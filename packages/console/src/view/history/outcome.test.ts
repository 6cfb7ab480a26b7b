import { describe, expect, it } from 'vitest';
import { CHIPS, type ChipCounts } from '@rollcall/protocol';
import { outcomeOf, PARTS, partsOf, tookMs } from './outcome.ts';

const counts = (some: Partial<ChipCounts>): ChipCounts => ({
  ...(Object.fromEntries(CHIPS.map((chip) => [chip, 0])) as ChipCounts),
  ...some,
});

it('every host of a run has its place in the bar', () => {
  const all = counts(Object.fromEntries(CHIPS.map((chip, at) => [chip, 2 ** at])));
  const parts = partsOf(all);
  expect(PARTS.reduce((sum, part) => sum + parts[part], 0)).toBe(2 ** CHIPS.length - 1);
});

describe('how a run stands', () => {
  it.each([
    ['queued', counts({ queued: 3 }), { type: 'queued' }],
    ['running', counts({ success: 1, 'no-answer': 1, running: 1 }), { type: 'running', done: 2 }],
    ['finished', counts({ cancelled: 3 }), { type: 'never' }],
    [
      'finished',
      counts({ success: 1, 'timed-out': 1, cancelled: 1 }),
      { type: 'counts', ok: 1, exit: 1, fail: 0, cancelled: 1 },
    ],
  ] as const)('%s', (phase, of, outcome) => {
    expect(outcomeOf({ phase, counts: of, hostCount: 3 })).toEqual(outcome);
  });
});

it.each([
  [{ durationMs: 61_000, startedAtMs: 5 }, 61_000],
  [{ durationMs: null, startedAtMs: 1_000 }, 4_000],
  [{ durationMs: null, startedAtMs: 9_000 }, 0],
  [{ durationMs: null, startedAtMs: null }, null],
])('%j took %s ms', (run, took) => {
  expect(tookMs(run, 5_000)).toBe(took);
});
