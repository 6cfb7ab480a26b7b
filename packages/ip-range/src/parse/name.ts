import { digitsOf, MAX_DIGITS, rankOf, runsOf, type Segment, segmentsOf } from '../sets/digits.ts';
import { lineOf } from '../sets/line.ts';
import type { Part } from '../sets/patterns.ts';
import { fault, type Fault } from './fault.ts';
import { type List, readList, textsOf } from './numbers.ts';
import { type Source, spend } from './source.ts';

/** Most brackets in one name. */
const MAX_BRACKETS = 8;

/** A bracket of a name, closed or not. */
export const BRACKET = /\[[^\]]*\]?|\{[^}]*\}?/g;

/** Name characters, and closed brackets with no bracket inside. */
const NAME = /^(?:[\w.-]|\[[^\][{]*\]|\{[^}[{]*\})+$/;

/** Labels that are empty, or begin or end with a dash. */
const BAD_LABEL = /^[.-]|[.-]\.|\.-|[.-]$/;

/** Digits and brackets of numbers without anything between. */
const RUN = /(?:\d|\[[^\]]*\]|\{[^}]*\})+/g;

/** The lists in the brackets of a name, by the text of the bracket. */
type Lists = ReadonlyMap<string, List>;

/**
 * Reads a host name with bracket ranges; undefined when it is not one, or could be printed as an address.
 * @param masked the name with its brackets blotted out, of the same length
 */
export function readName(source: Source, host: string, masked: string, at: number): Part[] | undefined {
  if (!NAME.test(host) || BAD_LABEL.test(masked)) return undefined;
  const { limit } = source;
  const name = host.toLowerCase();
  const lists = readLists(host, at, limit);
  checkLengths(name, masked, lists, at);
  const complex = fault('too-complex', at, host.length, { limit });
  let variants = [name];
  for (const [bracket] of lists.size > 0 ? name.matchAll(BRACKET) : []) {
    const list = lists.get(bracket);
    if (list?.letters !== true) continue;
    const letters = textsOf(list);
    if (variants.length * letters.length > limit) throw complex;
    variants = variants.flatMap((text) => letters.map((letter) => text.replace(bracket, letter)));
  }
  let ranges = 0;
  const parts = variants.map((text) => {
    const shape = shapeOf(text, lists, limit, complex);
    for (const line of shape.box) ranges += line.length / 2;
    if (ranges > limit * 2) throw complex;
    return shape;
  });
  spend(source, ranges + parts.length, host.length);
  return parts.some(looksLikeAddress) ? undefined : parts;
}

function readLists(host: string, at: number, limit: number): Lists {
  const lists = new Map<string, List>();
  let count = 0;
  for (const { 0: bracket, index } of host.matchAll(BRACKET)) {
    const options = { open: bracket[0] as string, limit };
    lists.set(bracket.toLowerCase(), readList(bracket.slice(1, -1), at + index + 1, options));
    if (++count > MAX_BRACKETS)
      throw fault('too-complex', at + index, bracket.length, { limit: MAX_BRACKETS, why: 'brackets' });
  }
  return lists;
}

/** Lengths are those of the longest name the brackets can make. RFC 1035 section 2.3.4. */
function checkLengths(name: string, masked: string, lists: Lists, at: number): void {
  if (name.length < 64 && lists.size === 0) return;
  const longest = name.replace(BRACKET, (bracket) => {
    const { line, letters = false } = lists.get(bracket) ?? {};
    return letters ? 'x' : digitsOf((line?.at(-1) ?? 1) - 1);
  });
  const labels = masked.split('.');
  let index = at;
  for (const [i, { length }] of longest.split('.').entries()) {
    const written = labels[i] as string;
    if (length > 63) throw fault('label-too-long', index, written.length, { length });
    index += written.length + 1;
  }
  if (longest.length > 253) throw fault('name-too-long', at, name.length, { length: longest.length });
}

/**
 * The label and box of a name without letter brackets. Neighbouring digits are one run whoever wrote them, so
 * `node1[0-2]`, `node[10-12]` and `node10` to `node12` have one label.
 */
function shapeOf(name: string, lists: Lists, limit: number, complex: Fault): Part {
  const box: (readonly number[])[] = [];
  const label = name.replace(RUN, (run) => {
    if (run.length <= MAX_DIGITS && !/\D/.test(run)) {
      const rank = rankOf(run.length, Number(run));
      box.push([rank, rank + 1]);
      return '#';
    }
    const { text, segments } = readRun(run, lists, limit, complex);
    box.push(lineOf(segments.flatMap(({ length, from, to }) => [rankOf(length, from), rankOf(length, to)])));
    return `${text}#`;
  });
  return { label, box };
}

/**
 * One run of digits and brackets. One of more than 15 digits keeps what stands before its last 15 as text; that works
 * only when it begins with plain digits and all runs are equally long.
 */
function readRun(
  run: string,
  lists: Lists,
  limit: number,
  complex: Fault,
): { text: string; segments: Segment[] } {
  const [, plain = '', rest = ''] = /^(\d*)(.*)$/.exec(run) ?? [];
  let segments: Segment[] = [{ length: 0, from: 0, to: 1 }];
  for (const part of rest.match(/\d+|[[{][^\]}]*./g) ?? []) {
    const list = lists.get(part);
    segments = concat(segments, list === undefined ? literal(part) : setOf(list.line), limit, complex);
  }
  const longest = Math.max(...segments.map(({ length }) => length));
  const surplus = Math.max(0, plain.length + longest - MAX_DIGITS);
  if (surplus > plain.length || (surplus > 0 && segments.some(({ length }) => length !== longest)))
    throw complex;
  return {
    text: plain.slice(0, surplus),
    segments: concat(literal(plain.slice(surplus)), segments, limit, complex),
  };
}

function literal(digits: string): Segment[] {
  const value = Number(digits);
  return [{ length: digits.length, from: value, to: value + 1 }];
}

function setOf(line: readonly number[]): Segment[] {
  return line.flatMap((from, i) => (i % 2 === 0 ? segmentsOf(from, line[i + 1] as number) : []));
}

/** All runs made of one of `heads` followed by one of `tails`. */
function concat(
  heads: readonly Segment[],
  tails: readonly Segment[],
  limit: number,
  complex: Fault,
): Segment[] {
  const out: Segment[] = [];
  for (const head of heads) {
    for (const tail of tails) {
      const length = head.length + tail.length;
      if (length > MAX_DIGITS) throw complex;
      const shift = runsOf(tail.length);
      const all = tail.from === 0 && tail.to === shift;
      if (all) out.push({ length, from: head.from * shift, to: head.to * shift });
      else if (out.length + head.to - head.from > limit) throw complex;
      else
        for (let value = head.from; value < head.to; value++)
          out.push({ length, from: value * shift + tail.from, to: value * shift + tail.to });
    }
  }
  return out;
}

/**
 * Whether a name could be printed as something that has to be an address: one with only digits, dots and dashes, or
 * whose last label is a number (also `0x…`), or that begins with three numbers and what could be the fourth. Only the
 * names decide, never how they were written, so that what is read can be read back.
 */
function looksLikeAddress({ label, box }: Part): boolean {
  const shape = label.replace(/\d+#/g, '#');
  const last = shape.slice(shape.lastIndexOf('.') + 1);
  return (
    /^[#.-]+$|(?:^|\.)#$|^(?:#\.){3}(?:(?:[#oli]|[a-z](?![a-z]))[^.]*$|#-)/.test(shape) ||
    (/^#x[\da-f#]*$/.test(last) && box[shape.slice(0, -last.length).split('#').length - 1]?.[0] === 0)
  );
}
