import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth, cutToCells, padToCells, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  const rows: [string, string, string][] = [
    ['writes an escape out', 'a\x1b[31mred', 'a\\x1b[31mred'],
    ['turns a tab into one space', 'a\tb', 'a b'],
    ['drops the line end', 'line\r\n', 'line'],
    ['keeps Chinese as it is', '内核 6.1', '内核 6.1'],
    ['writes a carriage return inside a line out', 'good\rbad', 'good\\x0dbad'],
    ['writes a direction override out', 'a\u202eb', 'a\\u202eb'],
    ['writes invisible tags out', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['writes an eight-bit control out', 'a\u009b2J', 'a\\x9b2J'],
  ];
  it.each(rows)('%s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves nothing a terminal would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

describe('cutToCells', () => {
  it('never takes more cells than it may, and cuts only when it must', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (raw, cells) => {
          const text = visibleText(raw);
          const cut = cutToCells(text, cells);
          expect(cellWidth(cut)).toBeLessThanOrEqual(cells);
          if (cellWidth(text) <= cells && text.length <= cells * 16) expect(cut).toBe(text);
        },
      ),
    );
  });

  it('counts a Chinese character as two cells', () => {
    expect(cutToCells('用户密钥', 5)).toBe('用户…');
    expect(padToCells('成功', 6)).toBe('成功  ');
  });
});
