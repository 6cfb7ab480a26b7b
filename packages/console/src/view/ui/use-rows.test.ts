import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowSpan, rowTops } from './use-rows.ts';

const heights = fc.array(fc.integer({ min: 10, max: 80 }), { maxLength: 400 });

describe('the rows to make', () => {
  it('cover the screen wherever it stands, and little more', () => {
    fc.assert(
      fc.property(
        heights,
        fc.integer({ min: -2_000, max: 40_000 }),
        fc.integer({ min: 1, max: 900 }),
        (all, above, screen) => {
          const tops = rowTops(all.length, (row) => all[row]!);
          const { from, to } = rowSpan(tops, above, screen);
          for (let row = 0; row < all.length; row += 1) {
            const onScreen = tops[row + 1]! > above && tops[row]! < above + screen;
            if (onScreen && (row < from || row >= to))
              throw new Error(`row ${row} is missing from ${from} to ${to}`);
          }
          expect(to - from).toBeLessThanOrEqual(screen / 10 + 20);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(all.length);
        },
      ),
    );
  });

  it('are few among 10,000', () => {
    const tops = rowTops(10_000, 20);
    expect(tops[10_000]).toBe(200_000);
    expect(rowSpan(tops, 100_000, 600)).toEqual({ from: 4_992, to: 5_039 });
  });

  it('of none are none', () => {
    expect(rowSpan(rowTops(0, 20), 0, 600)).toEqual({ from: 0, to: 0 });
  });
});
