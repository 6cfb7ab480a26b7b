import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exited } from '../state/testing/sample-log.ts';
import { LineMap } from './line-map.ts';

describe('the map of lines', () => {
  it('finds every row and every host again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 40 }), (rowCounts) => {
        const map = new LineMap();
        rowCounts.forEach((rows, host) => map.add({ type: 'outcome', outcome: exited(host) }, rows));
        let row = 0;
        rowCounts.forEach((count, index) => {
          expect(map.ofHost(index)).toBe(index);
          expect(map.rowsOf(index)).toEqual({ first: row, count });
          for (let of = 0; of < count; of += 1) expect(map.atRow(row + of)).toBe(index);
          row += count;
        });
        expect(map.rows).toBe(row);
        expect(map.atRow(row)).toBeUndefined();
        expect(map.atRow(-1)).toBeUndefined();
      }),
    );
  });

  it('is empty after it is cleared', () => {
    const map = new LineMap();
    map.add({ type: 'folded', state: 'success', hosts: [3, 4], medianMs: 1 }, 1);
    expect(map.ofHost(4)).toBe(0);
    map.clear();
    expect([map.rows, map.lines, map.ofHost(4), map.atRow(0)]).toEqual([0, 0, undefined, undefined]);
  });
});
