/** Names looked at for a suggestion; a list of thousands would cost more than the hint is worth. */
const MAX_NAMES = 2000;

/** The name that differs least from `wanted`, if it differs by at most a third of its letters (two at least). */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  let seen = 0;
  for (const name of names) {
    if (++seen > MAX_NAMES) break;
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const distance = distanceOf(wanted.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** Insertions, deletions and replacements that turn `a` into `b`. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] as number) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min((row[j + 1] as number) + 1, (next[j] as number) + 1, changed));
    }
    row = next;
  }
  return row[b.length] as number;
}
