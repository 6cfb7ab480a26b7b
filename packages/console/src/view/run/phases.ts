import type { HostView, StageDurations } from '@rollcall/protocol';

/** The parts of an attempt that a person thinks of. */
export const PHASES = ['queue', 'connect', 'kex', 'login', 'run'] as const;
export type Phase = (typeof PHASES)[number];

/** Stages of the engine that make up a phase. */
const STAGES: Record<Phase, readonly (keyof StageDurations)[]> = {
  queue: ['queueMs'],
  connect: ['resolveMs', 'connectMs'],
  kex: ['bannerMs', 'kexMs'],
  login: ['authMs', 'openMs'],
  run: ['runMs'],
};

/** A phase of one host: when it began after the start of the run and how long it took, in ms. */
export interface PhaseSpan {
  phase: Phase;
  startMs: number;
  durationMs: number;
  /** It goes on. */
  live: boolean;
}

/** How long a phase took; null when it was not reached. */
export function phaseMs(stages: StageDurations, phase: Phase): number | null {
  const known = STAGES[phase].flatMap((stage) => stages[stage] ?? []);
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0);
}

/**
 * The phases that a host has reached, one after the other. What the log does not say yet of a host in flight is taken
 * from the clock.
 * @param nowMs the server's wall clock
 */
export function phaseSpans(view: HostView, nowMs: number): PhaseSpan[] {
  const spans: PhaseSpan[] = [];
  let startMs = 0;
  for (const phase of PHASES) {
    const known = phaseMs(view.stages, phase);
    const durationMs = known ?? liveMs(view, phase, nowMs);
    if (durationMs === null) continue;
    spans.push({ phase, startMs, durationMs, live: known === null });
    startMs += durationMs;
  }
  return spans;
}

/** How long a phase has gone on that has not ended: connecting until the host is logged in, then running. */
function liveMs(view: HostView, phase: Phase, nowMs: number): number | null {
  if (view.outcome !== undefined) return null;
  if (phase === 'run' && view.dispatchedAtMs !== undefined) return Math.max(0, nowMs - view.dispatchedAtMs);
  if (phase === 'connect' && view.connected === undefined && view.connectingAtMs !== undefined)
    return Math.max(0, nowMs - view.connectingAtMs);
  return null;
}

/** Length of a step of an axis of `totalMs` that is cut into at most so many, in ms. */
export function axisStepMs(totalMs: number, steps: number): number {
  const rough = Math.max(1, totalMs) / steps;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10;
  return step * magnitude;
}
