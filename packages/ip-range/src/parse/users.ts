import { ShelfBuilder } from '../sets/build.ts';
import { INTERSECTION } from '../sets/line.ts';
import { countOf, inOrderOfPlace } from '../sets/order.ts';
import type { Value, Written } from '../sets/patterns.ts';
import { hostAt, withPort } from '../sets/render.ts';
import { combineShelves, type Shelves } from '../sets/shelf.ts';
import { hostsAsWritten } from '../written.ts';
import { fault, type Fault } from './fault.ts';

/**
 * A host runs the command once, so two users for one host (and port) are a mistake. Finds the first item whose user
 * differs from an earlier one's for a host of the set. Linear for any number of users but for the search of the place.
 */
export function userConflict({ written, shelves }: Value): Fault[] {
  const hosts = (items: readonly Written[]): Shelves => {
    const builder = new ShelfBuilder();
    for (const item of items) {
      if (item.within === undefined) builder.add(item.pattern, item.port);
      else builder.addShelves(hostsAsWritten(item));
    }
    return both(builder.build(), shelves);
  };
  /** Whether some host has two users: then the sets of the users together are larger than their union. */
  const conflicts = (items: readonly Written[]): boolean => {
    const users = new Map<string, Written[]>();
    for (const item of items) {
      const own = users.get(item.user);
      if (own === undefined) users.set(item.user, [item]);
      else own.push(item);
    }
    let sum = 0n;
    for (const own of users.values()) sum += countOf(hosts(own));
    return sum !== countOf(hosts(items));
  };

  if (written.every(({ user }) => user === written[0]?.user) || !conflicts(written)) return [];
  let low = 1;
  let high = written.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (conflicts(written.slice(0, middle + 1))) high = middle;
    else low = middle + 1;
  }
  const last = written[low] as Written;
  const { index, length, user: second } = last;
  const mine = hosts([last]);
  for (const item of written) {
    const [shelf] = item.user === second ? [] : inOrderOfPlace(both(mine, hosts([item])));
    if (shelf !== undefined) {
      const host = withPort(shelf, hostAt(shelf, 0n));
      return [fault('user-conflict', index, length, { host, first: item.user, second })];
    }
  }
  return [];
}

function both(a: Shelves, b: Shelves): Shelves {
  return combineShelves(a, b, INTERSECTION);
}
