import { digitsOf, isPadded, rankOf, runsOf, type Segment, segmentsOf } from '../sets/digits.ts';
import type { Grid } from '../sets/grid.ts';
import { boxesOf } from './boxes.ts';

/** Names of one template with brackets: `web[01-20].dc[1,3]`. Different paddings never share a range. */
export function foldNames(template: string, grid: Grid): string[] {
  const texts = template.split('#');
  return boxesOf(grid).map((box) =>
    texts.map((text, i) => (i === 0 ? text : axisText(box[i - 1] as readonly number[]) + text)).join(''),
  );
}

/** A run of digits as plain digits when it is one, else as a bracket. */
function axisText(cuts: readonly number[]): string {
  const [from, to] = cuts as [number, number];
  if (cuts.length === 2 && to - from === 1) return digitsOf(from);
  const parts: string[] = [];
  let open: { low: string; last: Segment } | undefined;
  for (let i = 0; i < cuts.length; i += 2) {
    for (const segment of segmentsOf(cuts[i] as number, cuts[i + 1] as number)) {
      if (open !== undefined && goesOn(open.last, segment)) {
        open.last = segment;
        continue;
      }
      if (open !== undefined) parts.push(close(open));
      open = { low: write(segment.length, segment.from), last: segment };
      if (isPadded(segment)) {
        parts.push(close(open));
        open = undefined;
      }
    }
  }
  if (open !== undefined) parts.push(close(open));
  return `[${parts.join(',')}]`;
}

/** Whether `next` counts on where `last` ended with all runs of its length used up, neither being padded. */
function goesOn(last: Segment, next: Segment): boolean {
  return (
    next.length === last.length + 1 &&
    last.to === runsOf(last.length) &&
    next.from === runsOf(last.length) &&
    next.length > 1
  );
}

function close({ low, last }: { low: string; last: Segment }): string {
  const high = write(last.length, last.to - 1);
  return high === low ? low : `${low}-${high}`;
}

function write(length: number, value: number): string {
  return digitsOf(rankOf(length, value));
}
