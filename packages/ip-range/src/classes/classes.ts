import { combineGrids, type Grid } from '../sets/grid.ts';
import { INTERSECTION } from '../sets/line.ts';
import { type Shelf, shelfKey, type Shelves } from '../sets/shelf.ts';
import { HOST_CLASSES, type HostClass } from './host-class.ts';
import { classTable } from './table.ts';

/** The shelves of a set, parted by class; only classes that occur, in the order of `HOST_CLASSES`. */
export function partByClass(shelves: Shelves): { class: HostClass; shelves: Shelves }[] {
  const parts: { class: HostClass; shelves: Shelves }[] = [];
  for (const name of HOST_CLASSES) {
    const part = new Map<string, Shelf>();
    for (const [key, shelf] of shelves) {
      const grid = partOf(shelf, name);
      if (grid !== undefined) part.set(key, { ...shelf, grid });
    }
    if (part.size > 0) parts.push({ class: name, shelves: part });
  }
  return parts;
}

/** The hosts of one class on a shelf. */
export function partOf({ kind, grid }: Shelf, name: HostClass): Grid | undefined {
  if (kind === 'name') return name === 'name' ? grid : undefined;
  return combineGrids(
    classTable()
      .get(name)
      ?.get(shelfKey(kind, 0, ''))?.grid,
    grid,
    INTERSECTION,
  );
}
