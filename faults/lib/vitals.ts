import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What a run must give back. */
export interface Vitals {
  readonly descriptors: number;
  readonly rssMiB: number;
}

const BACK_MS = 15_000;
/** Descriptors that Node itself may open or close meanwhile. */
const SPARE_DESCRIPTORS = 2;
const SPARE_RSS = 1.1;

/** Of this process, after a garbage collection (it runs with --expose-gc). */
function vitals(): Vitals {
  globalThis.gc?.();
  return { descriptors: readdirSync('/proc/self/fd').length, rssMiB: process.memoryUsage().rss / 2 ** 20 };
}

/** Waits until no descriptor comes or goes any more: the sockets of the run before take a moment to go. */
export async function settled(): Promise<Vitals> {
  for (let last = vitals(); ;) {
    await delay(300);
    const now = vitals();
    if (now.descriptors === last.descriptors) return now;
    last = now;
  }
}

/** Waits until this process is as it was before, for 15 s at most; gives what it is then, and what is not back. */
export async function comeBack(before: Vitals): Promise<{ after: Vitals; problems: string[] }> {
  const until = performance.now() + BACK_MS;
  for (;;) {
    const after = vitals();
    const problems = [
      ...(Math.abs(after.descriptors - before.descriptors) > SPARE_DESCRIPTORS
        ? [`${after.descriptors} descriptors, ${before.descriptors} before`]
        : []),
      ...(after.rssMiB > before.rssMiB * SPARE_RSS
        ? [`RSS ${after.rssMiB.toFixed(0)} MiB, ${before.rssMiB.toFixed(0)} before`]
        : []),
    ];
    if (problems.length === 0 || performance.now() > until) return { after, problems };
    await delay(250);
  }
}
