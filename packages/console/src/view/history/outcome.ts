import { doneCount, type ChipCounts, type RunSummary } from '@rollcall/protocol';

/** The hues of a result bar, in their order from left to right. */
export const PARTS = ['ok', 'exit', 'fail', 'run', 'queue'] as const;
export type Part = (typeof PARTS)[number];

/** Hosts by hue: amber answered but look, red no answer, blue in motion, grey not begun or taken back. */
export function partsOf(counts: ChipCounts): Record<Part, number> {
  return {
    ok: counts.success,
    exit: counts['non-zero-exit'] + counts['timed-out'],
    fail: counts['no-answer'],
    run: counts.running + counts.connecting,
    queue: counts.queued + counts.cancelled,
  };
}

/** What the Result column of a run says in words. */
export type Outcome =
  | { type: 'queued' }
  | { type: 'running'; done: number }
  | { type: 'never' }
  | { type: 'counts'; ok: number; exit: number; fail: number; cancelled: number };

/** How a run stands: its counts, or that it has not come to any. */
export function outcomeOf(run: Pick<RunSummary, 'phase' | 'counts' | 'hostCount'>): Outcome {
  const { phase, counts, hostCount } = run;
  if (phase === 'queued') return { type: 'queued' };
  if (phase === 'running') return { type: 'running', done: doneCount(counts) };
  if (counts.cancelled === hostCount) return { type: 'never' };
  const { ok, exit, fail } = partsOf(counts);
  return { type: 'counts', ok, exit, fail, cancelled: counts.cancelled };
}

/** How long a run took, or has taken until `nowMs`; null before it started. */
export function tookMs(run: Pick<RunSummary, 'durationMs' | 'startedAtMs'>, nowMs: number): number | null {
  if (run.durationMs !== null) return run.durationMs;
  return run.startedAtMs === null ? null : Math.max(0, nowMs - run.startedAtMs);
}
