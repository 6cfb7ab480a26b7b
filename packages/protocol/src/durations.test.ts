import { describe, expect, it } from 'vitest';
import { columnDuration, countWords, durationWords } from './durations.ts';

describe('columnDuration', () => {
  it.each([
    [0, '0.00 s'],
    [420, '0.42 s'],
    [99_994, '99.99 s'],
    [99_995, '1m40s'],
    [124_000, '2m04s'],
    [3_720_000, '1h02m'],
  ])('%i ms is %s', (ms, text) => {
    expect(columnDuration(ms)).toBe(text);
  });
});

describe('durationWords', () => {
  it.each([
    [3_600, '3.6 s', '3.6 秒'],
    [9_949, '9.9 s', '9.9 秒'],
    [61_000, '61 s', '61 秒'],
    [124_000, '2 min 4 s', '2 分 4 秒'],
    [3_720_000, '1 h 2 min', '1 小时 2 分'],
  ])('%i ms is %s, %s', (ms, en, zh) => {
    expect(durationWords(ms, 'en')).toBe(en);
    expect(durationWords(ms, 'zh')).toBe(zh);
  });
});

it('marks thousands in English, in Chinese from 10,000 on', () => {
  expect([countWords(9_999, 'en'), countWords(9_999, 'zh'), countWords(12_288, 'zh')]).toEqual([
    '9,999',
    '9999',
    '12,288',
  ]);
});
