import { type Grid, GridBuilder, Meter } from './grid.ts';
import { bodySize, type Body, type Shelf } from './shelf.ts';

/** The hosts at places `from..to` (the end not included) of shelves in their order. */
export function sliceShelves(ordered: readonly Shelf[], from: bigint, to: bigint): Shelf[] {
  const out: Shelf[] = [];
  const meter = new Meter();
  let start = 0n;
  for (const shelf of ordered) {
    const size = bodySize(shelf.body);
    const low = clamp(from - start, size);
    const high = clamp(to - start, size);
    if (low < high) out.push({ ...shelf, body: sliceBody(shelf.body, low, high, meter) });
    start += size;
  }
  return out;
}

function clamp(place: bigint, size: bigint): bigint {
  return place < 0n ? 0n : place > size ? size : place;
}

function sliceBody(body: Body, from: bigint, to: bigint, meter: Meter): Body {
  switch (body.type) {
    case 'line':
      return { type: 'line', line: sliceLine(body.line.map(BigInt), from, to).map(Number) };
    case 'big':
      return { type: 'big', line: sliceLine(body.line, from, to) };
    case 'grid':
      return { type: 'grid', grid: sliceGrid(body.grid, from, to, meter) };
  }
}

function sliceLine(line: readonly bigint[], from: bigint, to: bigint): bigint[] {
  const out: bigint[] = [];
  let start = 0n;
  for (let i = 0; i < line.length; i += 2) {
    const base = line[i] as bigint;
    const size = (line[i + 1] as bigint) - base;
    const low = clamp(from - start, size);
    const high = clamp(to - start, size);
    if (low < high) out.push(base + low, base + high);
    start += size;
  }
  return out;
}

/** Cuts at most two paths through the axes; everything between them is kept as it is. */
function sliceGrid(grid: Grid, from: bigint, to: bigint, meter: Meter): Grid {
  if (from === 0n && to === grid.size) return grid;
  if (grid.next === undefined) {
    const cuts = sliceLine(grid.cuts.map(BigInt), from, to).map(Number);
    return { cuts, next: undefined, size: to - from };
  }
  const out = new GridBuilder();
  let start = 0n;
  for (let i = 0; i < grid.next.length; i++) {
    const next = grid.next[i] as Grid;
    const low = grid.cuts[2 * i] as number;
    const size = BigInt((grid.cuts[2 * i + 1] as number) - low) * next.size;
    addPart(out, { low, next, from: clamp(from - start, size), to: clamp(to - start, size) }, meter);
    start += size;
  }
  return out.done(meter) as Grid;
}

interface Part {
  readonly low: number;
  readonly next: Grid;
  readonly from: bigint;
  readonly to: bigint;
}

/** Adds places `from..to` of a range of equal grids: a part of the first, whole ones, a part of the last. */
function addPart(out: GridBuilder, { low, next, from, to }: Part, meter: Meter): void {
  let at = from;
  while (at < to) {
    const value = low + Number(at / next.size);
    const inside = at % next.size;
    const whole = (to - at) / next.size;
    if (inside === 0n && whole > 0n) {
      out.add(value, value + Number(whole), next);
      at += whole * next.size;
    } else {
      const end = inside + (to - at) < next.size ? inside + (to - at) : next.size;
      out.add(value, value + 1, sliceGrid(next, inside, end, meter));
      at += end - inside;
    }
  }
}
