import { describe, expect, it } from 'vitest';
import type { RunSummary } from '@rollcall/protocol';
import { byDay, clockMinute, dayTitle } from './days.ts';

const at = (text: string): number => new Date(text).getTime();
const NOW = at('2026-11-21T00:30:00');

describe('the head of a day', () => {
  it.each([
    ['2026-11-21T00:00:00', 'today', '21 November', '11月21日'],
    ['2026-11-20T23:59:59', 'yesterday', '20 November', '11月20日'],
    ['2026-11-19T12:00:00', 'day', 'Thursday, 19 November', '星期四，11月19日'],
    ['2025-11-21T12:00:00', 'day', 'Friday, 21 November 2025', '星期五，2025年11月21日'],
  ])('of %s is %s, %s, %s', (time, type, en, zh) => {
    expect(dayTitle(at(time), NOW, 'en')).toEqual({ type, date: en });
    expect(dayTitle(at(time), NOW, 'zh')).toEqual({ type, date: zh });
  });
});

it('runs stand under the head of their local day', () => {
  const run = (time: string): RunSummary => ({ createdAtMs: at(time), id: time }) as RunSummary;
  const rows = byDay(
    [run('2026-11-21T00:10:00'), run('2026-11-20T23:50:00'), run('2026-11-20T00:00:00')],
    NOW,
    'en',
  );
  expect(rows.map((row) => (row.type === 'day' ? row.title.type : row.run.id))).toEqual([
    'today',
    '2026-11-21T00:10:00',
    'yesterday',
    '2026-11-20T23:50:00',
    '2026-11-20T00:00:00',
  ]);
  expect(byDay([], NOW, 'en')).toEqual([]);
});

it('a time of day has two digits each', () => {
  expect(clockMinute(at('2026-11-21T09:05:59'))).toBe('09:05');
});
