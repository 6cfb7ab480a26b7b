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
