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
    ['a run that waits', 'queued', counts({ queued: 3 }), null, { type: 'queued' }],
    [
      'a run that goes on',
      'running',
      counts({ success: 1, 'no-answer': 1, running: 1 }),
      5,
      { type: 'running', done: 2 },
    ],
    ['a run stopped before it began', 'finished', counts({ cancelled: 3 }), null, { type: 'never' }],
    [
      'hosts that ran the command, and nobody knows how it ended',
      'finished',
      counts({ cancelled: 3 }),
      5,
      { type: 'counts', groups: [[], [], [], ['cancelled']] },
    ],
    [
      'a host that ran out of time, under its own word',
      'finished',
      counts({ success: 1, 'timed-out': 1, cancelled: 1 }),
      5,
      { type: 'counts', groups: [['success'], ['timed-out'], [], ['cancelled']] },
    ],
  ] as const)('%s', (_what, phase, of, startedAtMs, outcome) => {
    expect(outcomeOf({ phase, counts: of, startedAtMs })).toEqual(outcome);
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
