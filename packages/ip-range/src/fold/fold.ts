import { withPort } from '../sets/render.ts';
import type { Shelf } from '../sets/shelf.ts';
import { foldIpv4 } from './fold-ipv4.ts';
import { foldIpv6 } from './fold-ipv6.ts';
import { foldNames } from './fold-names.ts';

/** How to fold. */
export interface FoldOptions {
  /**
   * Write so many single numbers at equal distances (or more) as a step: with 3, `web[1-9/2]` for `web[1,3,5,7,9]`.
   * Without it there are no steps: ClusterShell reads them, pdsh and Slurm do not.
   */
  autostep?: number;
}

/** Writes shelves, in their order, as one spec with commas; reading it back gives the same hosts. */
export function foldShelves(shelves: readonly Shelf[], { autostep = Infinity }: FoldOptions): string {
  const items: string[] = [];
  let names: Shelf[] = [];
  for (const [i, shelf] of shelves.entries()) {
    const { kind, port, grid } = shelf;
    let texts: string[] = [];
    if (kind === 'ipv4') texts = foldIpv4(grid, autostep);
    else if (kind === 'ipv6') texts = foldIpv6(grid, shelf.label);
    else {
      names.push(shelf);
      // Names come last at each port, and are folded together.
      if (shelves[i + 1]?.port === port) continue;
      texts = foldNames(names, autostep);
      names = [];
    }
    for (const text of texts) items.push(withPort({ kind, port }, text));
  }
  return items.map((item, i) => (i === 0 ? item : apart(item))).join();
}

/**
 * A list in the first octet must not go on with the list before it: `10.0.0.1,5,7.0.0.1` would be `10.0.0.1,5` and
 * `7.0.0.1`, so it becomes `10.0.0.1,[5,7].0.0.1`.
 */
function apart(item: string): string {
  return item.replace(/^\d[\d,-]*,[\d-]+(?=\.)/, (octets) => `[${octets}]`);
}
