import { type Grid, combineGrids, equalGrids, gridHas, Meter, uniteBoxes } from './grid.ts';
import { combineLines, equalLines, type Keep, lineHas, lineSize } from './line.ts';

/** The hosts of one kind on one shelf: IPv4 as ranges or as a product of octets, IPv6 as ranges, names as a grid. */
export type Body =
  | { readonly type: 'line'; readonly line: readonly number[] }
  | { readonly type: 'grid'; readonly grid: Grid }
  | { readonly type: 'big'; readonly line: readonly bigint[] };

/**
 * All hosts of a set that share a port, a family and a label. The label is the zone of IPv6 addresses and the
 * template of names (`web#.example.com`); it is empty for IPv4. Hosts on different shelves are never equal, so every
 * set operation works shelf by shelf.
 */
export interface Shelf {
  readonly kind: 'ipv4' | 'ipv6' | 'name';
  /** 0 when no port was written. */
  readonly port: number;
  readonly label: string;
  readonly body: Body;
}

/** The shelves of a set by {@link shelfKey}; no shelf is empty. */
export type Shelves = ReadonlyMap<string, Shelf>;

/** The place of a shelf. */
export function shelfKey(kind: Shelf['kind'], port: number, label: string): string {
  return `${port} ${kind} ${label}`;
}

/** Hosts in a body. */
export function bodySize(body: Body): bigint {
  switch (body.type) {
    case 'line':
      return BigInt(lineSize(body.line));
    case 'grid':
      return body.grid.size;
    case 'big': {
      let size = 0n;
      for (let i = 0; i < body.line.length; i += 2) {
        size += (body.line[i + 1] as bigint) - (body.line[i] as bigint);
      }
      return size;
    }
  }
}

/** Whether two bodies of one place hold the same hosts. */
export function equalBodies(a: Body, b: Body): boolean {
  if (a.type === 'line' && b.type === 'line') return equalLines(a.line, b.line);
  if (a.type === 'big' && b.type === 'big') return equalLines(a.line, b.line);
  if (a.type === 'big' || b.type === 'big') return false;
  return bodySize(a) === bodySize(b) && equalGrids(toGrid(a), toGrid(b));
}

/** Combines two bodies of one place; undefined when nothing is left. */
export function combineBodies(a: Body, b: Body, keep: Keep, meter = new Meter()): Body | undefined {
  if (a.type === 'line' && b.type === 'line') {
    const line = combineLines(a.line, b.line, keep);
    return line.length === 0 ? undefined : { type: 'line', line };
  }
  if (a.type === 'big' && b.type === 'big') {
    const line = combineLines(a.line, b.line, keep);
    return line.length === 0 ? undefined : { type: 'big', line };
  }
  if (a.type === 'big' || b.type === 'big') return undefined;
  const grid = combineGrids(toGrid(a, meter), toGrid(b, meter), keep, meter);
  return grid === undefined ? undefined : { type: 'grid', grid };
}

/** Combines two sets shelf by shelf. */
export function combineShelves(a: Shelves, b: Shelves, keep: Keep): Map<string, Shelf> {
  const meter = new Meter();
  const out = new Map<string, Shelf>();
  for (const [key, shelf] of a) {
    const other = b.get(key);
    if (other === undefined) {
      if (keep.left) out.set(key, shelf);
      continue;
    }
    const body = combineBodies(shelf.body, other.body, keep, meter);
    if (body !== undefined) out.set(key, { ...shelf, body });
  }
  if (keep.right) for (const [key, shelf] of b) if (!a.has(key)) out.set(key, shelf);
  return out;
}

/** Whether two sets hold the same hosts. */
export function equalShelves(a: Shelves, b: Shelves): boolean {
  if (a.size !== b.size) return false;
  for (const [key, shelf] of a) {
    const other = b.get(key);
    if (other === undefined || !equalBodies(shelf.body, other.body)) return false;
  }
  return true;
}

/** Grids of lists that met a pattern of octets: the same list meets many of them. */
const grids = new WeakMap<readonly number[], Grid>();

/** The body as a grid of four octets. */
export function toGrid(body: Exclude<Body, { type: 'big' }>, meter = new Meter()): Grid {
  if (body.type === 'grid') return body.grid;
  const known = grids.get(body.line);
  if (known !== undefined) return known;
  const grid = gridOf(body, meter);
  grids.set(body.line, grid);
  return grid;
}

function gridOf(body: Extract<Body, { type: 'line' }>, meter: Meter): Grid {
  const boxes: number[][][] = [];
  for (let i = 0; i < body.line.length; i += 2) {
    octetBoxes(body.line[i] as number, body.line[i + 1] as number, 3, [], boxes);
    meter.add(1);
  }
  return uniteBoxes(boxes, meter);
}

/** Cuts `from..to` into at most seven products of octet ranges. */
export function octetBoxes(
  from: number,
  to: number,
  level: number,
  head: number[][],
  out: number[][][],
): void {
  const block = 256 ** level;
  const first = Math.floor(from / block);
  const last = Math.floor((to - 1) / block);
  if (level === 0) {
    out.push([...head, [first, last + 1]]);
    return;
  }
  const rest = Array.from({ length: level }, () => [0, 256]);
  if (first === last && (from > first * block || to < (first + 1) * block)) {
    octetBoxes(from - first * block, to - first * block, level - 1, [...head, [first, first + 1]], out);
    return;
  }
  const start = from > first * block ? first + 1 : first;
  const end = to < (last + 1) * block ? last : last + 1;
  if (start > first) octetBoxes(from - first * block, block, level - 1, [...head, [first, start]], out);
  if (start < end) out.push([...head, [start, end], ...rest]);
  if (end <= last) octetBoxes(0, to - last * block, level - 1, [...head, [last, last + 1]], out);
}

/** Whether an IPv4 address is in the body. */
export function bodyHasIpv4(body: Body, value: number): boolean {
  if (body.type === 'line') return lineHas(body.line, value);
  if (body.type === 'big') return false;
  return gridHas(body.grid, [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
}
