import { Combination, equalGrids, type Grid } from './grid.ts';
import type { Keep } from './line.ts';

/** Bits of one axis: an octet of IPv4, a word of IPv6, the rank of a run of digits (never used up). */
export const AXIS_BITS: Readonly<Record<Shelf['kind'], number>> = { ipv4: 8, ipv6: 32, name: 64 };

/** Where hosts lie. */
export interface Place {
  readonly kind: 'ipv4' | 'ipv6' | 'name';
  /** 0 when no port was written. */
  readonly port: number;
  readonly label: string;
}

/**
 * All hosts of a set that share a port, a family and a label. The label is the zone of IPv6 addresses and the
 * template of names (`web#.example.com`); it is empty for IPv4. Hosts on different shelves are never equal, so every
 * set operation works shelf by shelf.
 */
export interface Shelf extends Place {
  readonly grid: Grid;
}

/** The shelves of a set by {@link shelfKey}; no shelf is empty. */
export type Shelves = ReadonlyMap<string, Shelf>;

/** The place of a shelf. */
export function shelfKey(kind: Shelf['kind'], port: number, label: string): string {
  return `${port} ${kind} ${label}`;
}

/** Combines two sets shelf by shelf. */
export function combineShelves(a: Shelves, b: Shelves, keep: Keep): Map<string, Shelf> {
  const combination = new Combination(keep);
  const out = new Map<string, Shelf>();
  for (const [key, shelf] of a) {
    const grid = combination.of(shelf.grid, b.get(key)?.grid);
    if (grid !== undefined) out.set(key, { ...shelf, grid });
  }
  if (keep.right) for (const [key, shelf] of b) if (!a.has(key)) out.set(key, shelf);
  return out;
}

/** Whether two sets hold the same hosts. */
export function equalShelves(a: Shelves, b: Shelves): boolean {
  if (a.size !== b.size) return false;
  for (const [key, { grid }] of a) {
    const other = b.get(key);
    if (other === undefined || !equalGrids(grid, other.grid)) return false;
  }
  return true;
}
