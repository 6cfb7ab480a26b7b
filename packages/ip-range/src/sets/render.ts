import { formatIpv4 } from '../parse/ipv4.ts';
import { formatIpv6 } from '../parse/ipv6.ts';
import type { HostRange } from '../types.ts';
import { digitsOf } from './digits.ts';
import type { Grid } from './grid.ts';
import type { Shelf } from './shelf.ts';

/** Writes a host with its port; IPv6 gets brackets only then. */
export function withPort(shelf: Pick<Shelf, 'kind' | 'port'>, host: string): string {
  if (shelf.port === 0) return host;
  return shelf.kind === 'ipv6' ? `[${host}]:${shelf.port}` : `${host}:${shelf.port}`;
}

const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, i) => String(i));

/** All hosts of a shelf without their port, in numeric order, one at a time. */
export function hostsOf(shelf: Shelf): IterableIterator<string> {
  const { body } = shelf;
  switch (body.type) {
    case 'line':
      return new Ipv4Hosts(body.line);
    case 'big':
      return ipv6Hosts(body.line, zoneText(shelf.label));
    case 'grid':
      return shelf.kind === 'ipv4'
        ? gridTexts(body.grid, ['', '.', '.', '.', ''], 0, '', octetText)
        : gridTexts(body.grid, shelf.label.split('#'), 0, '', digitsOf);
  }
}

/** Written by hand, because this is where millions of hosts are made: a generator takes twice the time. */
class Ipv4Hosts implements IterableIterator<string> {
  readonly #line: readonly number[];
  #range = 0;
  /** The next address, and the first one that needs another head. */
  #at = 0;
  #stop = 0;
  #head = '';

  constructor(line: readonly number[]) {
    this.#line = line;
    this.#at = line[0] ?? 0;
    this.#stop = this.#at;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<string, undefined> {
    if (this.#at === this.#stop && !this.#turn()) return { done: true, value: undefined };
    return { done: false, value: this.#head + (OCTETS[this.#at++ & 255] as string) };
  }

  /** Goes to the next /24 or the next range; false at the end. */
  #turn(): boolean {
    const end = this.#line[this.#range + 1];
    if (end === undefined) return false;
    if (this.#at === end) {
      this.#range += 2;
      const next = this.#line[this.#range];
      if (next === undefined) return false;
      this.#at = next;
      this.#stop = next;
      return this.#turn();
    }
    const at = this.#at;
    this.#head = `${OCTETS[at >>> 24]}.${OCTETS[(at >>> 16) & 255]}.${OCTETS[(at >>> 8) & 255]}.`;
    this.#stop = Math.min(end, at - (at & 255) + 256);
    return true;
  }
}

function* ipv6Hosts(line: readonly bigint[], zone: string): IterableIterator<string> {
  for (let i = 0; i < line.length; i += 2) {
    const end = line[i + 1] as bigint;
    for (let at = line[i] as bigint; at < end; at++) yield formatIpv6(at) + zone;
  }
}

function octetText(octet: number): string {
  return OCTETS[octet] as string;
}

/** Writes every point of a grid: text, number, text, number, … */
function* gridTexts(
  grid: Grid,
  texts: readonly string[],
  depth: number,
  head: string,
  write: (value: number) => string,
): IterableIterator<string> {
  const start = head + (texts[depth] as string);
  if (grid.cuts.length === 0) {
    yield start;
    return;
  }
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const next = grid.next?.[i / 2];
    for (let value = grid.cuts[i] as number; value < (grid.cuts[i + 1] as number); value++) {
      if (next === undefined) yield start + write(value) + (texts[depth + 1] as string);
      else yield* gridTexts(next, texts, depth + 1, start + write(value), write);
    }
  }
}

/** `%eth0`, or nothing. */
export function zoneText(zone: string): string {
  return zone === '' ? '' : `%${zone}`;
}

/** The host at place `index` of the shelf (without port); the caller has checked that it lies inside. */
export function hostAt(shelf: Shelf, index: bigint): string {
  const { body } = shelf;
  switch (body.type) {
    case 'line':
      return formatIpv4(Number(placeInLine(body.line, index)));
    case 'big':
      return formatIpv6(placeInLine(body.line, index)) + zoneText(shelf.label);
    case 'grid': {
      const point = placeInGrid(body.grid, index);
      if (shelf.kind === 'ipv4') return point.join('.');
      const texts = shelf.label.split('#');
      return texts.map((text, i) => (i === 0 ? text : digitsOf(point[i - 1] as number) + text)).join('');
    }
  }
}

/** Running totals per list, made at the first look-up: a list view asks for thousands of places. */
const totals = new WeakMap<readonly (number | bigint)[], readonly bigint[]>();

function placeInLine(line: readonly (number | bigint)[], index: bigint): bigint {
  let sums = totals.get(line);
  if (sums === undefined) {
    let sum = 0n;
    const made: bigint[] = [];
    for (let i = 0; i < line.length; i += 2) {
      made.push(sum);
      sum += BigInt(line[i + 1] as number) - BigInt(line[i] as number);
    }
    sums = made;
    totals.set(line, sums);
  }
  const at = lastAtMost(sums, index);
  return BigInt(line[2 * at] as number) + index - (sums[at] as bigint);
}

/** Index of the last value that is at most `x`. */
export function lastAtMost(values: readonly bigint[], x: bigint): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((values[middle] as bigint) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

function placeInGrid(grid: Grid, index: bigint): number[] {
  const point: number[] = [];
  let here: Grid | undefined = grid;
  let rest = index;
  while (here !== undefined && here.cuts.length > 0) {
    if (here.next === undefined) {
      point.push(Number(placeInLine(here.cuts, rest)));
      break;
    }
    const sums = gridTotals(here);
    const at = lastAtMost(sums, rest);
    const next = here.next[at] as Grid;
    const inside = rest - (sums[at] as bigint);
    point.push((here.cuts[2 * at] as number) + Number(inside / next.size));
    rest = inside % next.size;
    here = next;
  }
  return point;
}

function gridTotals(grid: Grid): readonly bigint[] {
  const known = totals.get(grid.cuts);
  if (known !== undefined) return known;
  let sum = 0n;
  const sums: bigint[] = [];
  for (let i = 0; i < grid.cuts.length; i += 2) {
    sums.push(sum);
    const width = BigInt((grid.cuts[i + 1] as number) - (grid.cuts[i] as number));
    sum += width * (grid.next?.[i / 2]?.size ?? 1n);
  }
  totals.set(grid.cuts, sums);
  return sums;
}

/** The consecutive stretches of a shelf, ascending. */
export function* rangesOf(shelf: Shelf): IterableIterator<HostRange> {
  const { body } = shelf;
  const range = (first: string, last: string, size: bigint): HostRange => ({
    kind: shelf.kind,
    first,
    last,
    size,
    ...(shelf.port === 0 ? {} : { port: shelf.port }),
  });
  if (body.type === 'line') {
    for (let i = 0; i < body.line.length; i += 2) {
      const from = body.line[i] as number;
      const to = body.line[i + 1] as number;
      yield range(formatIpv4(from), formatIpv4(to - 1), BigInt(to - from));
    }
  } else if (body.type === 'big') {
    const zone = zoneText(shelf.label);
    for (let i = 0; i < body.line.length; i += 2) {
      const from = body.line[i] as bigint;
      const to = body.line[i + 1] as bigint;
      yield range(formatIpv6(from) + zone, formatIpv6(to - 1n) + zone, to - from);
    }
  } else if (shelf.kind === 'ipv4') {
    for (const [from, to] of gridLine(body.grid))
      yield range(formatIpv4(from), formatIpv4(to - 1), BigInt(to - from));
  } else yield* nameRanges(body.grid, shelf.label.split('#'), 0, '', range);
}

/** The ranges of an octet grid as half-open pairs of addresses, ascending, touching ones joined. */
export function* gridLine(grid: Grid): IterableIterator<readonly [number, number]> {
  let from = -1;
  let to = -1;
  for (const [start, end] of octetRanges(grid, 3, 0)) {
    if (start === to) {
      to = end;
      continue;
    }
    if (to >= 0) yield [from, to];
    from = start;
    to = end;
  }
  if (to >= 0) yield [from, to];
}

function* octetRanges(grid: Grid, level: number, base: number): IterableIterator<readonly [number, number]> {
  const block = 256 ** level;
  const full = BigInt(block);
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const from = grid.cuts[i] as number;
    const to = grid.cuts[i + 1] as number;
    const next = grid.next?.[i / 2];
    if (next === undefined || next.size === full) yield [base + from * block, base + to * block];
    else for (let v = from; v < to; v++) yield* octetRanges(next, level - 1, base + v * block);
  }
}

function* nameRanges(
  grid: Grid,
  texts: readonly string[],
  depth: number,
  head: string,
  range: (first: string, last: string, size: bigint) => HostRange,
): IterableIterator<HostRange> {
  const start = head + (texts[depth] as string);
  if (grid.cuts.length === 0) yield range(start, start, 1n);
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const from = grid.cuts[i] as number;
    const to = grid.cuts[i + 1] as number;
    const next = grid.next?.[i / 2];
    if (next === undefined) {
      const tail = texts[depth + 1] as string;
      yield range(start + digitsOf(from) + tail, start + digitsOf(to - 1) + tail, BigInt(to - from));
    } else {
      for (let v = from; v < to; v++) yield* nameRanges(next, texts, depth + 1, start + digitsOf(v), range);
    }
  }
}
