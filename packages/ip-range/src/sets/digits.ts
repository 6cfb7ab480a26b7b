/**
 * Runs of digits inside names as numbers. `web7`, `web07` and `web007` are three names, so a run is ranked by its
 * length first and its value second: 0-9, then 00-99, then 000-999. Every run of up to 15 digits has one rank, ranks
 * are exact in a double, and both `[8-11]` (8, 9, 10, 11) and `[08-11]` are one or two ranges of ranks.
 */

/** Longest run that is ranked; longer runs keep their leading digits as text. */
export const MAX_DIGITS = 15;

const POWERS = Array.from({ length: MAX_DIGITS + 1 }, (_, i) => 10 ** i);
const OFFSETS = POWERS.map((power) => Math.round((power - 10) / 9));

/** How many runs there are of `length` digits. */
export function runsOf(length: number): number {
  return POWERS[length] as number;
}

/** Rank of the run of `length` digits with this value. */
export function rankOf(length: number, value: number): number {
  return (OFFSETS[length] as number) + value;
}

/** Length and value of a rank. */
export function unrank(rank: number): { length: number; value: number } {
  let length = 1;
  while (length < MAX_DIGITS && rank >= (OFFSETS[length + 1] as number)) length++;
  return { length, value: rank - (OFFSETS[length] as number) };
}

/** The digits of a rank. */
export function digitsOf(rank: number): string {
  const { length, value } = unrank(rank);
  return String(value).padStart(length, '0');
}

/** Runs of one length with values `from` to `to`, the end not included. */
export interface Segment {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** Cuts one half-open range of ranks at the places where the length changes. */
export function segmentsOf(from: number, to: number): Segment[] {
  const segments: Segment[] = [];
  let at = from;
  while (at < to) {
    const { length, value } = unrank(at);
    const end = Math.min(to, (OFFSETS[length] as number) + (POWERS[length] as number));
    segments.push({ length, from: value, to: value + (end - at) });
    at = end;
  }
  return segments;
}

/** Whether the first run of the segment starts with a zero that only pads. */
export function isPadded(segment: Segment): boolean {
  return segment.length > 1 && segment.from < (POWERS[segment.length - 1] as number);
}
