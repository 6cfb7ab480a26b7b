import type { NameShape } from '../sets/patterns.ts';
import { lineOf } from '../sets/line.ts';
import { MAX_DIGITS, rankOf, runsOf, type Segment, segmentsOf } from '../sets/digits.ts';
import type { Bracket } from './bracket.ts';
import { fault, type Fault } from './fault.ts';

/** A stretch of a name: letters, dots and dashes; digits; or a bracket. */
export type Piece = { readonly text: string } | { readonly digits: string } | Bracket;

/** A run of digits as it may be written: plain digits, then digit sets and digits in any order. */
interface Run {
  readonly parts: (string | readonly number[])[];
}

/**
 * Turns the pieces of a name into templates and axes. Neighbouring digits are one run whoever wrote them, so
 * `node1[0-2]`, `node[10-12]` and `node10` to `node12` meet in one template; letters are written out.
 */
export function axesOf(
  pieces: readonly Piece[],
  limit: number,
  from: number,
  to: number,
): NameShape[] | Fault {
  let variants: (string | Run)[][] = [[]];
  for (const piece of pieces) {
    if ('letters' in piece) {
      if (variants.length * piece.letters.length > limit)
        return fault('too-complex', from, to - from, { limit });
      variants = variants.flatMap((done) => piece.letters.split('').map((letter) => [...done, letter]));
    } else for (const variant of variants) append(variant, piece);
  }
  const shapes: NameShape[] = [];
  let ranges = 0;
  for (const variant of variants) {
    const shape = shapeOf(variant, limit);
    if (shape === undefined) return fault('too-complex', from, to - from, { limit });
    for (const line of shape.axes) ranges += line.length / 2;
    if (ranges > limit * 2) return fault('too-complex', from, to - from, { limit });
    shapes.push(shape);
  }
  return shapes;
}

function append(variant: (string | Run)[], piece: Exclude<Piece, { letters: string }>): void {
  if ('text' in piece) {
    variant.push(piece.text);
    return;
  }
  const part = 'digits' in piece ? piece.digits : piece.ranks;
  const last = variant.at(-1);
  if (typeof last === 'object') variant[variant.length - 1] = { parts: [...last.parts, part] };
  else variant.push({ parts: [part] });
}

function shapeOf(variant: readonly (string | Run)[], limit: number): NameShape | undefined {
  let template = '';
  const axes: number[][] = [];
  for (const piece of variant) {
    if (typeof piece === 'string') template += piece;
    else {
      const run = readRun(piece, limit);
      if (run === undefined) return undefined;
      template += `${run.text}#`;
      axes.push(run.ranks);
    }
  }
  return { template, axes };
}

/**
 * One axis of a run of digits. A run of more than 15 digits keeps what stands before its last 15 as text; that works
 * only when all runs are equally long, and anything else is refused (`undefined`).
 */
function readRun(run: Run, limit: number): { text: string; ranks: number[] } | undefined {
  const [head] = run.parts;
  if (typeof head === 'string' && run.parts.length === 1 && head.length <= MAX_DIGITS) {
    const rank = rankOf(head.length, Number(head));
    return { text: '', ranks: [rank, rank + 1] };
  }
  const plain = typeof head === 'string' ? head : '';
  const rest = typeof head === 'string' ? run.parts.slice(1) : run.parts;
  let segments: Segment[] = [{ length: 0, from: 0, to: 1 }];
  for (const part of rest) {
    const next = typeof part === 'string' ? literal(part) : setSegments(part);
    const joined = next === undefined ? undefined : concat(segments, next, limit);
    if (joined === undefined) return undefined;
    segments = joined;
  }
  const longest = Math.max(...segments.map((segment) => segment.length));
  const surplus = Math.max(0, plain.length + longest - MAX_DIGITS);
  if (surplus > 0 && (surplus > plain.length || segments.some((segment) => segment.length !== longest)))
    return undefined;
  const text = plain.slice(0, surplus);
  const tail = literal(plain.slice(surplus)) as Segment[];
  const whole = concat(tail, segments, limit) as Segment[];
  const pairs = whole.flatMap(({ length, from, to }) => [rankOf(length, from), rankOf(length, to)]);
  return { text, ranks: lineOf(pairs) };
}

function literal(digits: string): Segment[] | undefined {
  if (digits.length > MAX_DIGITS) return undefined;
  const value = Number(digits);
  return [{ length: digits.length, from: value, to: value + 1 }];
}

function setSegments(ranks: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i < ranks.length; i += 2) {
    segments.push(...segmentsOf(ranks[i] as number, ranks[i + 1] as number));
  }
  return segments;
}

/** All runs made of one of `heads` followed by one of `tails`, or undefined past 15 digits or `limit` ranges. */
function concat(heads: readonly Segment[], tails: readonly Segment[], limit: number): Segment[] | undefined {
  const out: Segment[] = [];
  for (const head of heads) {
    for (const tail of tails) {
      const length = head.length + tail.length;
      if (length > MAX_DIGITS) return undefined;
      const shift = runsOf(tail.length);
      if (tail.from === 0 && tail.to === shift) {
        out.push({ length, from: head.from * shift, to: head.to * shift });
        continue;
      }
      if (out.length + (head.to - head.from) > limit) return undefined;
      for (let v = head.from; v < head.to; v++) {
        out.push({ length, from: v * shift + tail.from, to: v * shift + tail.to });
      }
    }
  }
  return out;
}
