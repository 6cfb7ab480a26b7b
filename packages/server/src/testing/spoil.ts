import type { Passage } from './tcp-link.ts';

/** The bytes that a light host sends in a whole session, rounded up. */
const SESSION_BYTES = 1_300;

/** The same number from 0 up to 1 for the same seed and position (mulberry32). */
function noise(seed: number, position: number): number {
  let state = (seed * 0x9e3779b1 + position * 0x85ebca6b) >>> 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}

/** Spoils one place: flips bits, leaves out, repeats, or fills in bytes, by the seed. */
export function spoil(seed: number): Passage {
  const place = Math.floor(noise(seed, 1) * SESSION_BYTES);
  const how = Math.floor(noise(seed, 2) * 4);
  const length = 1 + Math.floor(noise(seed, 3) * 40);
  return (chunk, at) => {
    if (place < at || place >= at + chunk.length) return [chunk];
    const inside = place - at;
    const [before, hit, after] = [
      chunk.subarray(0, inside),
      chunk.subarray(inside, inside + length),
      chunk.subarray(inside + length),
    ];
    const junk = Buffer.from(Array.from({ length }, (_, index) => Math.floor(noise(seed, 9 + index) * 256)));
    const middle = [
      junk.subarray(0, hit.length),
      Buffer.alloc(0),
      Buffer.concat([hit, hit]),
      Buffer.concat([junk, hit]),
    ];
    return [Buffer.concat([before, middle[how]!, after])];
  };
}
