import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * Waits `ms` without keeping the process alive.
 * @returns false when `signal` ended the wait first; never rejects
 */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms <= 0) return !signal.aborted;
  try {
    await setTimeout(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}

/** Lets other hosts of this process have their turn; needed in every loop that may never block. */
export async function yieldTurn(): Promise<void> {
  await setImmediate();
}

/** Calls `run` after `ms` unless `signal` aborts before; at once if there is nothing to wait for. */
export function afterDelay(ms: number, signal: AbortSignal, run: () => void): void {
  if (ms <= 0) run();
  else void runAfter(ms, signal, run);
}

async function runAfter(ms: number, signal: AbortSignal, run: () => void): Promise<void> {
  if (await pause(ms, signal)) run();
}
