import { doneCount, type Chip, type ChipCounts, type RunSummary } from '@rollcall/protocol';

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
  /** No host was called. */
  | { type: 'never' }
  | { type: 'counts'; groups: readonly (readonly Chip[])[] };

/** The columns of the counts: chips of one hue share one. */
const GROUPS: readonly (readonly Chip[])[] = [
  ['success'],
  ['non-zero-exit', 'timed-out'],
  ['no-answer'],
  ['cancelled'],
];

/**
 * How a run stands: its counts, or that it has not come to any. Hosts that ran the command and were stopped, or whose
 * end nobody knows, count as cancelled as well, so only a run that never began has called nobody for certain.
 */
export function outcomeOf(run: Pick<RunSummary, 'phase' | 'counts' | 'startedAtMs'>): Outcome {
  const { phase, counts, startedAtMs } = run;
  if (phase === 'queued') return { type: 'queued' };
  if (phase === 'running') return { type: 'running', done: doneCount(counts) };
  if (startedAtMs === null) return { type: 'never' };
  return { type: 'counts', groups: GROUPS.map((group) => group.filter((chip) => counts[chip] > 0)) };
}

/** How long a run took, or has taken until `nowMs`; null before it started. */
export function tookMs(run: Pick<RunSummary, 'durationMs' | 'startedAtMs'>, nowMs: number): number | null {
  if (run.durationMs !== null) return run.durationMs;
  return run.startedAtMs === null ? null : Math.max(0, nowMs - run.startedAtMs);
}
