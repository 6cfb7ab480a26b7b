import { formatIpv6 } from '../parse/ipv6.ts';
import type { HostRange } from '../types.ts';
import { digitsOf } from './digits.ts';
import { behind, type Grid, POINT } from './grid.ts';
import type { Line } from './line.ts';
import { pointAt } from './places.ts';
import { AXIS_BITS, type Place, type Shelf } from './shelf.ts';
import { digitsOfValue, valueOfDigits } from './span.ts';

/** Writes a host with its port; IPv6 gets brackets only then. */
export function withPort({ kind, port }: Pick<Place, 'kind' | 'port'>, host: string): string {
  if (port === 0) return host;
  return kind === 'ipv6' ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `%eth0`, or nothing. */
export function zoneText(zone: string): string {
  return zone === '' ? '' : `%${zone}`;
}

const OCTETS = Array.from({ length: 256 }, (_, i) => String(i));
const DOTS = ['', '.', '.', '.', ''];

/** Given all numbers of a point but the last: what writes the host (with its port) for each last one. */
type Writer = (before: readonly number[]) => (last: number) => string;

function writerOf(place: Place): Writer {
  const { kind, label } = place;
  const [open = '', close = ''] = place.port === 0 ? [] : withPort(place, '\n').split('\n');
  if (kind === 'ipv6') {
    const tail = zoneText(label) + close;
    return (before) => {
      const base = valueOfDigits([...before, 0], AXIS_BITS.ipv6);
      return (last) => open + formatIpv6(base | BigInt(last)) + tail;
    };
  }
  const texts = kind === 'ipv4' ? DOTS : label.split('#');
  const digits = kind === 'ipv4' ? (octet: number): string => OCTETS[octet] as string : digitsOf;
  if (texts.length === 1) return () => () => label + close;
  return (before) => {
    let head = texts[0] as string;
    for (let i = 0; i < before.length; i++) head += digits(before[i] as number) + (texts[i + 1] as string);
    const tail = (texts.at(-1) as string) + close;
    // Two texts are joined in half the time of three.
    return tail === '' ? (last) => head + digits(last) : (last) => head + digits(last) + tail;
  };
}

/** The last axes of a grid, each with the numbers before it. A grid without axes has one point. */
function* leavesOf(grid: Grid, before: readonly number[]): IterableIterator<[readonly number[], Line]> {
  if (grid.next === undefined) yield [before, grid.cuts.length === 0 ? [0, 1] : grid.cuts];
  else {
    for (let i = 0; i < grid.cuts.length; i += 2) {
      for (let value = grid.cuts[i] as number; value < (grid.cuts[i + 1] as number); value++)
        yield* leavesOf(behind(grid, i), [...before, value]);
    }
  }
}

/** Written by hand, because this is where millions of hosts are made: a generator takes twice the time. */
class Hosts implements IterableIterator<string> {
  readonly #leaves: Iterator<[readonly number[], Line]>;
  readonly #writer: Writer;
  #write: (last: number) => string = String;
  #cuts: Line = [];
  #range = 0;
  #at = 0;
  #end = 0;

  constructor(shelf: Shelf) {
    this.#leaves = leavesOf(shelf.grid, []);
    this.#writer = writerOf(shelf);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<string, undefined> {
    if (this.#at === this.#end && !this.#turn()) return { done: true, value: undefined };
    return { done: false, value: this.#write(this.#at++) };
  }

  /** Goes to the next range; false at the end. */
  #turn(): boolean {
    if (this.#range === this.#cuts.length) {
      const leaf = this.#leaves.next();
      if (leaf.done === true) return false;
      const [before, cuts] = leaf.value;
      this.#write = this.#writer(before);
      this.#cuts = cuts;
      this.#range = 0;
    }
    this.#at = this.#cuts[this.#range] as number;
    this.#end = this.#cuts[this.#range + 1] as number;
    this.#range += 2;
    return true;
  }
}

/** All hosts of a shelf with their port, in numeric order, one at a time. */
export function hostsOf(shelf: Shelf): IterableIterator<string> {
  return new Hosts(shelf);
}

/** The host at place `index` of the shelf, without port; the caller has checked that it lies inside. */
export function hostAt({ kind, label, grid }: Shelf, index: bigint): string {
  return textOf({ kind, label, port: 0 }, pointAt(grid, index));
}

/** The host at a point of a shelf, with its port. */
export function textOf(place: Place, point: readonly number[]): string {
  if (place.kind === 'ipv4') return withPort(place, point.join('.'));
  return writerOf(place)(point.slice(0, -1))(point.at(-1) as number);
}

/**
 * The stretches of consecutive points of a grid, ascending, both ends in, when points are counted like numbers with
 * digits of `bits`.
 */
export function* stretchesOf(grid: Grid | undefined, bits: number): IterableIterator<[bigint, bigint]> {
  let open: [bigint, bigint] | undefined;
  for (const stretch of grid === undefined ? [] : piecesOf(grid, axesOf(grid), bits, 0n)) {
    if (open?.[1] === stretch[0] - 1n) open[1] = stretch[1];
    else {
      if (open !== undefined) yield open;
      open = stretch;
    }
  }
  if (open !== undefined) yield open;
}

function* piecesOf(grid: Grid, axes: number, bits: number, base: bigint): IterableIterator<[bigint, bigint]> {
  if (axes === 0) yield [base, base];
  const shift = BigInt(bits * (axes - 1));
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const from = grid.cuts[i] as number;
    const to = grid.cuts[i + 1] as number;
    const next = behind(grid, i);
    if (next.size < 1n << shift) {
      for (let value = from; value < to; value++)
        yield* piecesOf(next, axes - 1, bits, base + (BigInt(value) << shift));
    } else yield [base + (BigInt(from) << shift), base + (BigInt(to) << shift) - 1n];
  }
}

/** The axes of a grid. */
export function axesOf(grid: Grid): number {
  return grid === POINT ? 0 : 1 + axesOf(behind(grid, 0));
}

/** The consecutive stretches of a shelf, ascending; those of names run along their last number. */
export function* rangesOf(shelf: Shelf): IterableIterator<HostRange> {
  const { kind, label, port, grid } = shelf;
  const bits = AXIS_BITS[kind];
  for (const [first, last] of stretchesOf(grid, bits)) {
    yield {
      kind,
      first: textOf({ kind, label, port: 0 }, digitsOfValue(first, axesOf(grid), bits)),
      last: textOf({ kind, label, port: 0 }, digitsOfValue(last, axesOf(grid), bits)),
      size: last - first + 1n,
      ...(port === 0 ? {} : { port }),
    };
  }
}
