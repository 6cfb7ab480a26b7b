import type { Story } from './carry-out.ts';

/** How long hosts took, for the line of a row: `40 of 40 in 5.0–5.1 s`. */
export function timesOf(stories: readonly Story[]): string {
  return `${stories.length} hosts in ${spanOf(stories.map(({ tookMs }) => tookMs))}`;
}

/** The least and the most of some times in ms: `5.0–5.1 s`. */
export function spanOf(times: readonly number[]): string {
  return `${seconds(Math.min(...times))}–${seconds(Math.max(...times))} s`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(ms < 1_000 ? 2 : 1);
}

/** A limit with the second that a busy machine may take longer, and the one that a timer may be early. */
export const about = (ms: number): readonly [number, number] => [ms - 1_000, ms + 1_000];

/** No more than this. */
export const within = (ms: number): readonly [number, number] => [0, ms];
