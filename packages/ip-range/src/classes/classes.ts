import { INTERSECTION } from '../sets/line.ts';
import { type Body, combineBodies, type Shelf, type Shelves } from '../sets/shelf.ts';
import { HOST_CLASSES, type HostClass } from './host-class.ts';
import { classTable } from './table.ts';

/** The shelves of a set, parted by class; only classes that occur, in the order of `HOST_CLASSES`. */
export function partByClass(shelves: Shelves): { class: HostClass; shelves: Shelves }[] {
  const parts: { class: HostClass; shelves: Shelves }[] = [];
  for (const name of HOST_CLASSES) {
    const part = new Map<string, Shelf>();
    for (const [key, shelf] of shelves) {
      const body = partOf(shelf, name);
      if (body !== undefined) part.set(key, { ...shelf, body });
    }
    if (part.size > 0) parts.push({ class: name, shelves: part });
  }
  return parts;
}

/** The hosts of one class on a shelf. */
export function partOf(shelf: Shelf, name: HostClass): Body | undefined {
  switch (shelf.kind) {
    case 'name':
      return name === 'name' ? shelf.body : undefined;
    case 'ipv4': {
      const line = classTable().ipv4.get(name);
      return line === undefined ? undefined : combineBodies({ type: 'line', line }, shelf.body, INTERSECTION);
    }
    case 'ipv6': {
      const line = classTable().ipv6.get(name);
      return line === undefined ? undefined : combineBodies({ type: 'big', line }, shelf.body, INTERSECTION);
    }
  }
}
