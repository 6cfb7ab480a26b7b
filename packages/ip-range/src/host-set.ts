import { partByClass } from './classes/classes.ts';
import type { HostClass } from './classes/host-class.ts';
import { TooManyHostsError } from './errors.ts';
import { cidrsOf } from './fold/cidrs.ts';
import { foldShelves, type FoldOptions } from './fold/fold.ts';
import { refusal } from './parse/issues.ts';
import { plainQuad } from './parse/ipv4.ts';
import { type Reading, readSpec } from './parse/read-spec.ts';
import { ShelfBuilder } from './sets/build.ts';
import { combineGrids, uniteGrids } from './sets/grid.ts';
import { DIFFERENCE, INTERSECTION, SYMMETRIC, UNION } from './sets/line.ts';
import { inOrderOfPlace } from './sets/order.ts';
import { combine, ipv4Range, octetsOf, VALUE, type Value, type Written } from './sets/patterns.ts';
import { gridHas, lastAtMost, sliceGrid } from './sets/places.ts';
import { hostAt, hostsOf, rangesOf, withPort } from './sets/render.ts';
import { combineShelves, equalShelves, type Shelf, shelfKey, type Shelves } from './sets/shelf.ts';
import type { HostRange, Target } from './types.ts';
import { inWrittenOrder } from './written.ts';

/** Default of `toArray`: under 64K hosts per list is what others allow, and 48 bytes a host stay small. */
const TO_ARRAY_LIMIT = 65_536;

const IPV4 = shelfKey('ipv4', 0, '');

let empty: HostSet | undefined;

/**
 * An immutable set of hosts. A host is an address or a name together with its port: `gw:2201` and `gw:2202` are two.
 * Nothing is expanded: counting, comparing and combining work on ranges, and iteration makes one host at a time.
 *
 * Order: hosts without a port first, then port by port; within a port IPv4 by number, IPv6 by number (zone by zone),
 * then names by their text without numbers, and by their numbers.
 */
export class HostSet implements Iterable<string> {
  /** The set without hosts. */
  static get empty(): HostSet {
    return (empty ??= new HostSet({ shelves: new Map(), written: [] }));
  }

  /** @internal What it is made of. */
  readonly [VALUE]: Value;
  #ordered: readonly Shelf[] | undefined;
  #sums: readonly bigint[] | undefined;

  private constructor(value: Value) {
    this[VALUE] = value;
  }

  /** @internal For the parser. */
  static from({ shelves, written }: Value): HostSet {
    return new HostSet({ shelves, written });
  }

  /**
   * The set of these hosts. Each text may be anything `parse` reads without exclusions: `10.0.0.1`, `web1:2222`,
   * `web[1-3]`. Spans of `inOrder()` are those of the texts joined by newlines.
   * @throws HostRangeError for texts that are not host ranges
   */
  static of(hosts: Iterable<string>): HostSet {
    const list = [...hosts];
    const spec = list.join('\n');
    const reading = readPlain(list) ?? readSpec(spec, { limits: { chars: Infinity, items: Infinity } });
    if (reading.faults.length > 0) throw refusal(spec, reading.faults);
    return HostSet.from(reading);
  }

  /** How many hosts; exact at any size. */
  get size(): bigint {
    return this.#totals().at(-1) as bigint;
  }

  /** Whether there is no host. */
  get isEmpty(): boolean {
    return this[VALUE].shelves.size === 0;
  }

  /**
   * Whether all hosts that `hosts` stands for are in the set; usually it is one address or name, with its port if it
   * has one. False for a text that is not a host range, and for a text or set without hosts.
   */
  contains(hosts: string | HostSet): boolean {
    if (typeof hosts !== 'string') return !hosts.isEmpty && this.#includes(hosts[VALUE].shelves);
    const plain = plainQuad(hosts);
    if (plain >= 0) {
      const shelf = this[VALUE].shelves.get(IPV4);
      return shelf !== undefined && gridHas(shelf.grid, octetsOf(plain));
    }
    const { faults, shelves } = readSpec(hosts);
    return faults.length === 0 && shelves.size > 0 && this.#includes(shelves);
  }

  #includes(shelves: Shelves): boolean {
    for (const [key, { grid }] of shelves)
      if (combineGrids(grid, this[VALUE].shelves.get(key)?.grid, DIFFERENCE) !== undefined) return false;
    return true;
  }

  /** Whether both sets hold the same hosts. */
  equals(other: HostSet): boolean {
    return equalShelves(this[VALUE].shelves, other[VALUE].shelves);
  }

  /** Hosts of either set. */
  union(other: HostSet): HostSet {
    return new HostSet(combine(this[VALUE], other[VALUE], UNION));
  }

  /** Hosts of this set that are not in the other. */
  difference(other: HostSet): HostSet {
    return new HostSet(combine(this[VALUE], other[VALUE], DIFFERENCE));
  }

  /** Hosts of both sets. */
  intersection(other: HostSet): HostSet {
    return new HostSet(combine(this[VALUE], other[VALUE], INTERSECTION));
  }

  /** Hosts of exactly one of the sets. */
  symmetricDifference(other: HostSet): HostSet {
    return new HostSet(combine(this[VALUE], other[VALUE], SYMMETRIC));
  }

  /** Whether the sets have a host in common. */
  overlaps(other: HostSet): boolean {
    return combineShelves(this[VALUE].shelves, other[VALUE].shelves, INTERSECTION).size > 0;
  }

  /** The hosts at places `from` to `to` (not included) of the numeric order; negative places count from the end. */
  slice(from: bigint | number, to: bigint | number = this.size): HostSet {
    const place = (index: bigint): bigint => (index < 0n ? this.size + index : index);
    const [low, high] = [place(BigInt(from)), place(BigInt(to))];
    const shelves = new Map<string, Shelf>();
    for (const [i, shelf] of this.#order().entries()) {
      const before = this.#totals()[i] as bigint;
      const grid = sliceGrid(shelf.grid, low - before, high - before);
      if (grid !== undefined) shelves.set(shelfKey(shelf.kind, shelf.port, shelf.label), { ...shelf, grid });
    }
    return new HostSet({ ...this[VALUE], shelves });
  }

  /**
   * The set parted by what kind of address each host is, for allow and deny rules; classes that do not occur are left
   * out. A name has the class `name`: what it resolves to has to be judged again when it is known.
   */
  classes(): { class: HostClass; set: HostSet }[] {
    return partByClass(this[VALUE].shelves).map((part) => ({
      class: part.class,
      set: new HostSet({ ...this[VALUE], shelves: part.shelves }),
    }));
  }

  /** Hosts in numeric order, with their port where they have one (`[2001:db8::1]:22`); made one at a time. */
  [Symbol.iterator](): IterableIterator<string> {
    const [first, second] = this.#order();
    return first !== undefined && second === undefined ? hostsOf(first) : this.#all();
  }

  *#all(): IterableIterator<string> {
    for (const shelf of this.#order()) yield* hostsOf(shelf);
  }

  /**
   * Hosts as they were written: item by item, ascending within an item, the first mention wins, exclusions applied.
   * After `union` the items of the left set come first; each span belongs to the text of its own set.
   */
  inOrder(): Iterable<Target> {
    return { [Symbol.iterator]: () => inWrittenOrder(this[VALUE].written, this[VALUE].shelves) };
  }

  /** The host at place `index` (from 0) of the numeric order; undefined outside the set. */
  at(index: bigint | number): string | undefined {
    const place = BigInt(index);
    if (place < 0n || place >= this.size) return undefined;
    const sums = this.#totals();
    const at = lastAtMost(sums, place);
    const shelf = this.#order()[at] as Shelf;
    return withPort(shelf, hostAt(shelf, place - (sums[at] as bigint)));
  }

  /**
   * All hosts in numeric order.
   * @param options.limit most hosts to make; default 65,536
   * @throws TooManyHostsError before any host is made
   */
  toArray(options: { limit?: number } = {}): string[] {
    const limit = options.limit ?? TO_ARRAY_LIMIT;
    if (this.size > limit) throw new TooManyHostsError(this.size, limit);
    return [...this];
  }

  /** Consecutive stretches in numeric order, as few as possible for addresses; names run along their last number. */
  *ranges(): IterableIterator<HostRange> {
    for (const shelf of this.#order()) yield* rangesOf(shelf);
  }

  /** The fewest CIDR blocks that cover the addresses exactly; ports and zones are dropped, names left out. */
  *cidrs(): IterableIterator<string> {
    for (const kind of ['ipv4', 'ipv6'] as const) {
      const grids = this.#order().flatMap((shelf) => (shelf.kind === kind ? shelf.grid : []));
      if (grids.length > 0) yield* cidrsOf(kind, uniteGrids(grids));
    }
  }

  /**
   * A short text that `parse` reads back to the same set. The same for equal sets; users are not part of it.
   *
   * Not longer than the items the set was read from, joined by commas, where those have no steps (unless `autostep`
   * writes them) and no list in the first octet, and all range over the same octet, the same number or the same letter;
   * blocks and ranges of addresses go with the last octet. Where patterns of several octets, numbers or letters overlap,
   * the shortest text is hard to find: of random lists of five, about one in a thousand is a few characters shorter.
   */
  fold(options: FoldOptions = {}): string {
    return foldShelves(this.#order(), options);
  }

  /** As {@link fold}. */
  toString(): string {
    return this.fold();
  }

  #order(): readonly Shelf[] {
    this.#ordered ??= inOrderOfPlace(this[VALUE].shelves);
    return this.#ordered;
  }

  /** Hosts before each shelf of the order, and all of them at the end. */
  #totals(): readonly bigint[] {
    if (this.#sums === undefined) {
      let sum = 0n;
      const sums = [sum];
      for (const shelf of this.#order()) sums.push((sum += shelf.grid.size));
      this.#sums = sums;
    }
    return this.#sums;
  }
}

/** Plain addresses, as most long lists are, are read in a quarter of the time by themselves; undefined for others. */
function readPlain(hosts: readonly string[]): Pick<Reading, 'faults' | 'shelves' | 'written'> | undefined {
  const builder = new ShelfBuilder();
  const written: Written[] = [];
  let index = 0;
  for (const host of hosts) {
    const value = plainQuad(host);
    if (value < 0) return undefined;
    const pattern = ipv4Range(value, value);
    const { length } = host;
    builder.add(pattern, 0);
    written.push({ index, length, port: 0, user: '', pattern });
    index += length + 1;
  }
  return { faults: [], shelves: builder.build(), written };
}
