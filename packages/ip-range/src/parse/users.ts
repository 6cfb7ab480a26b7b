import type { Written } from '../sets/patterns.ts';
import { hostAt, withPort } from '../sets/render.ts';
import { INTERSECTION } from '../sets/line.ts';
import { countOf, inOrderOfPlace } from '../sets/order.ts';
import { ShelfBuilder } from '../sets/build.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import { shelvesOf } from './pattern.ts';
import type { Value } from './evaluate.ts';
import { fault, type Fault } from './fault.ts';

/**
 * A host runs the command once, so two users for one host (and port) are a mistake. Finds the first item whose user
 * differs from an earlier one's for a host of `set`. Linear for any number of users but for the search of the place.
 */
export function userConflict({ written, shelves: set }: Value): Fault | undefined {
  const [first] = written;
  if (first === undefined || written.every(({ user }) => user === first.user)) return undefined;
  if (!conflicts(written, set)) return undefined;
  let low = 1;
  let high = written.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (conflicts(written.slice(0, middle), set)) high = middle;
    else low = middle + 1;
  }
  return describe(written.slice(0, low), set);
}

/** Whether some host has two users: then the sets of the users together are larger than their union. */
function conflicts(written: readonly Written[], set: Shelves): boolean {
  const users = new Map<string, Written[]>();
  for (const item of written) {
    const list = users.get(item.user);
    if (list === undefined) users.set(item.user, [item]);
    else list.push(item);
  }
  let sum = 0n;
  for (const items of users.values()) sum += countOf(hostsOf(items, set));
  return sum !== countOf(hostsOf(written, set));
}

function hostsOf(items: readonly Written[], set: Shelves): Shelves {
  const builder = new ShelfBuilder();
  for (const item of items) {
    if (item.within.length === 0) builder.add(item.pattern, item.port);
    else builder.addShelves(ownHosts(item));
  }
  return combineShelves(builder.build(), set, INTERSECTION);
}

function ownHosts(item: Written): Shelves {
  const own = shelvesOf(item.pattern, item.port);
  return item.within.reduce<Shelves>((left, frame) => combineShelves(left, frame, INTERSECTION), own);
}

/** The last item is the one that conflicts with one before it. */
function describe(written: readonly Written[], set: Shelves): Fault | undefined {
  const last = written.at(-1) as Written;
  const mine = hostsOf([last], set);
  for (const item of written) {
    if (item.user === last.user) continue;
    const [shelf] = inOrderOfPlace(combineShelves(mine, hostsOf([item], set), INTERSECTION));
    if (shelf === undefined) continue;
    const host = withPort(shelf, hostAt(shelf, 0n));
    return fault('user-conflict', last.index, last.length, { host, first: item.user, second: last.user });
  }
  return undefined;
}
