/** A run is rung at most this often. A viewer draws at 60 Hz at best, and every ring is a message between processes. */
const RING_EVERY_MS = 15;

/** Rings at once, then gathers: per run at most one ring in 15 ms, the last one always with the newest seq. */
export function throttledBell(ring: (run: string, seq: number) => void): (run: string, seq: number) => void {
  /** Runs that rang within the last 15 ms, with what has been reached since. */
  const resting = new Map<string, number | undefined>();

  function rest(run: string): void {
    resting.set(run, undefined);
    setTimeout(() => {
      const seq = resting.get(run);
      resting.delete(run);
      if (seq !== undefined) ringNow(run, seq);
    }, RING_EVERY_MS);
  }
  function ringNow(run: string, seq: number): void {
    ring(run, seq);
    rest(run);
  }

  return (run, seq) => {
    if (resting.has(run)) resting.set(run, seq);
    else ringNow(run, seq);
  };
}
