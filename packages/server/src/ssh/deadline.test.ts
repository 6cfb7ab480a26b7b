import { expect, test } from 'vitest';
import { startDeadline } from './deadline.ts';
import { createLoopWatch } from './loop-watch.ts';

const watch = createLoopWatch(() => performance.now());

/** Blocks the event loop as a long calculation would. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

function reached(limitMs: number): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) =>
    startDeadline(limitMs, watch, () => resolve(performance.now() - startedAt)),
  );
}

test('a limit is reached in its time', async () => {
  const release = watch.hold();
  const elapsed = await reached(120);
  release();
  expect(elapsed).toBeGreaterThanOrEqual(119);
  expect(elapsed).toBeLessThan(1_000);
});

test('time in which the event loop was blocked does not count', async () => {
  const release = watch.hold();
  const elapsed = reached(200);
  block(600);
  expect(await elapsed).toBeGreaterThan(700);
  release();
});

test('what waits in the sockets is handled before a late verdict', async () => {
  const release = watch.hold();
  const verdicts: string[] = [];
  const deadline = startDeadline(30, watch, () => verdicts.push('too late'));
  await new Promise<void>((resolve) => {
    // Due after the deadline, in the same turn of timers; its immediate runs after the deadline's own.
    setTimeout(() => {
      deadline.clear();
      resolve();
    }, 31);
    block(60);
  });
  await reached(20);
  release();
  expect(verdicts).toEqual([]);
});

test('a cleared deadline and a limit of 0 say nothing', async () => {
  const verdicts: string[] = [];
  startDeadline(0, watch, () => verdicts.push('zero'));
  startDeadline(5, watch, () => verdicts.push('cleared')).clear();
  await reached(30);
  expect(verdicts).toEqual([]);
});
