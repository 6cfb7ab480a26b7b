/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export interface Random {
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** The same things in another order. */
  shuffled<T>(things: readonly T[]): T[];
}

/** @param seed any whole number */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    shuffled(things) {
      const keyed = things.map((thing) => ({ thing, key: next() }));
      return keyed.toSorted((a, b) => a.key - b.key).map(({ thing }) => thing);
    },
  };
}
