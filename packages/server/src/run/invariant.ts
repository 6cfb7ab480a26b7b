/** Throws when something that the code relies on is not so: always a bug, never what a host or a person did. */
export function invariant(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${why}`);
}
