import { HOST_STATES } from '@rollcall/protocol';
import { expect, it } from 'vitest';
import { breathe, ringStrength, type NextFrame } from './breath.ts';

const code = (state: (typeof HOST_STATES)[number]): number => HOST_STATES.indexOf(state);

/** Frames that come when the test says so. */
function frames() {
  let waiting: ((atMs: number) => void) | null = null;
  const next: NextFrame = (callback) => {
    waiting = callback;
    return () => (waiting = null);
  };
  const come = (atMs: number): boolean => {
    const callback = waiting;
    waiting = null;
    callback?.(atMs);
    return callback !== null;
  };
  return { next, come };
}

it('a ring fades by a tenth and comes back in 2 s', () => {
  expect(ringStrength(0)).toBe(1);
  expect(ringStrength(1_000)).toBeCloseTo(0.9);
  expect(ringStrength(2_000)).toBeCloseTo(1);
});

it('only cells with a ring breathe, at most every 50 ms, until there are none, and again when there are', () => {
  const states = Uint8Array.of(code('success'), code('running'), code('queued'), code('waiting'));
  const painted: (readonly number[])[] = [];
  const { next, come } = frames();
  const { wake, stop } = breathe(states, (hosts) => painted.push(hosts), next);
  for (const at of [0, 16, 32, 48, 64]) come(at);
  expect(painted).toEqual([
    [1, 3],
    [1, 3],
  ]);
  states.fill(code('queued'));
  come(120);
  expect(come(140)).toBe(false);
  states[2] = code('quiet');
  wake();
  come(200);
  expect(painted.at(-1)).toEqual([2]);
  stop();
  expect(come(300)).toBe(false);
});
