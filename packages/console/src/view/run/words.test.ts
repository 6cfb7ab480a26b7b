import { describe, expect, it } from 'vitest';
import { rateWords, roughDuration, utcWords, whenWords } from './words.ts';

describe('words for numbers', () => {
  it.each([
    [0, '1 s'],
    [1_900, '2 s'],
    [59_100, '60 s'],
    [190_000, '3 min 10 s'],
  ])('%i ms is about %s', (ms, expected) => expect(roughDuration(ms, 'en')).toBe(expected));

  it.each([
    [0.34, '0.3'],
    [9.96, '10'],
    [1_234.5, '1,235'],
  ])('%d hosts a second are %s', (rate, expected) => expect(rateWords(rate, 'en')).toBe(expected));

  it('names the day only when it is another one', () => {
    const at = new Date(2026, 10, 21, 14, 2, 11).getTime();
    expect(whenWords(at, at + 3_600_000, 'en')).toBe('14:02:11');
    expect(whenWords(at, at + 86_400_000, 'en')).toBe('21 Nov 14:02:11');
    expect(whenWords(at, at + 86_400_000, 'zh')).toBe('11月21日 14:02:11');
    expect(whenWords(at, at + 400 * 86_400_000, 'en')).toBe('21 Nov 2026 14:02:11');
  });

  it('names the moment in UTC', () => {
    expect(utcWords(Date.UTC(2026, 10, 21, 13, 2, 11))).toBe('2026-11-21 13:02:11 UTC');
  });
});
