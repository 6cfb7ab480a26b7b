import type { Attempt } from '../attempt.ts';

/** Notices that a host has not printed anything for a while. */
export interface SilenceWatch {
  /** There was output. */
  heard(): void;
}

/**
 * @param limitMs 0 is no limit
 * @param heldBytes what waits here to be read: while there is something, it is not the host that is silent
 */
export function watchSilence(
  attempt: Attempt,
  limitMs: number,
  heldBytes: () => number,
  onSilent: () => void,
): SilenceWatch {
  let heardAt = performance.now();
  const look = (): void => {
    if (heldBytes() > 0) heardAt = performance.now();
    const leftMs = Math.ceil(limitMs - (performance.now() - heardAt));
    if (leftMs > 0) attempt.limit(leftMs, look);
    else onSilent();
  };
  attempt.limit(limitMs, look);
  return { heard: () => void (heardAt = performance.now()) };
}
