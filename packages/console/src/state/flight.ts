import { hostStateCode, type RunState } from '@rollcall/protocol';

/** What is in flight: hosts that were called and have not given their outcome. */
export interface Flight {
  count: number;
  /** Median time of the hosts that answered; null before the first. */
  medianMs: number | null;
  /** The host that has been silent longest, if one is quiet; else the one that has been in flight longest. */
  slowest: { host: number; forMs: number; silent: boolean } | null;
  /** Running hosts that are quiet. */
  quiet: readonly number[];
}

export const NO_FLIGHT: Flight = { count: 0, medianMs: null, slowest: null, quiet: [] };

/** A host is never called quiet before this, in ms … */
const QUIET_FROM_MS = 3_000;
/** … nor before this many times the median. */
const QUIET_MEDIANS = 3;

const RUNNING = hostStateCode('running');

/** The median, or null of nothing. Reorders `values`. */
export function median(values: Float64Array): number | null {
  if (values.length === 0) return null;
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

/** From how long a silence on a running host is called quiet; never while no host has answered. */
export function quietAfterMs(medianMs: number | null): number {
  return medianMs === null ? Infinity : Math.max(QUIET_FROM_MS, QUIET_MEDIANS * medianMs);
}

/**
 * Looks at the hosts in flight.
 * @param inFlight hosts without outcome that were called
 * @param nowMs the server's wall clock
 */
export function lookAtFlight(
  state: RunState,
  inFlight: ReadonlySet<number>,
  medianMs: number | null,
  nowMs: number,
): Flight {
  const limitMs = quietAfterMs(medianMs);
  const quiet: number[] = [];
  let longest = { host: -1, forMs: -1 };
  let mostSilent = { host: -1, forMs: -1 };
  for (const host of inFlight) {
    const view = state.hosts.get(host);
    if (!view) continue;
    const flyingMs = nowMs - (view.connectingAtMs ?? nowMs);
    if (flyingMs > longest.forMs) longest = { host, forMs: flyingMs };
    if (state.states[host] !== RUNNING) continue;
    const silentMs = nowMs - (view.lastOutputAtMs ?? nowMs);
    if (silentMs < limitMs) continue;
    quiet.push(host);
    if (silentMs > mostSilent.forMs) mostSilent = { host, forMs: silentMs };
  }
  const slowest = mostSilent.host >= 0 ? { ...mostSilent, silent: true } : { ...longest, silent: false };
  return { count: inFlight.size, medianMs, quiet, slowest: slowest.host < 0 ? null : slowest };
}
