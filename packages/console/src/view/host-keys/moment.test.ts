import { expect, it } from 'vitest';
import { momentWords } from './moment.ts';

const NOW = new Date(2026, 10, 21, 14, 30).getTime();

it.each([
  [new Date(2026, 10, 21, 9, 5), '09:05', '09:05'],
  [new Date(2026, 10, 20, 23, 59), 'Fri', '周五'],
  [new Date(2026, 10, 16, 8, 0), 'Mon', '周一'],
  [new Date(2026, 10, 14, 14, 0), '14 Nov', '11月14日'],
  [new Date(2025, 2, 12, 14, 0), '12 Mar 2025', '2025年3月12日'],
])('%s', (at, en, zh) => {
  expect(momentWords(at.getTime(), NOW, 'en')).toBe(en);
  expect(momentWords(at.getTime(), NOW, 'zh')).toBe(zh);
});
