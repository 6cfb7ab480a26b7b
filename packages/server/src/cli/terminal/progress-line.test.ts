import {
  cellWidth,
  emptyRunState,
  LOCALES,
  toPlain,
  type ChipCounts,
  type Locale,
  type RunState,
} from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { progressLine } from './progress-line.ts';

function running(counts: Partial<ChipCounts>, elapsedMs: number): RunState {
  const hosts = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const state = emptyRunState(hosts);
  Object.assign(state.counts, { queued: 0 }, counts);
  state.phase = 'running';
  state.startedAtMs = 10_000 - elapsedMs;
  return state;
}
const labels = Array.from({ length: 10_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
const drawn = (state: RunState, columns: number, locale: Locale = 'en'): string =>
  toPlain(progressLine(state, 10_000, { columns, labels, locale }));

const MIDDLE = { success: 61, 'non-zero-exit': 3, 'no-answer': 3, running: 13, connecting: 3, queued: 17 };

test('at 80 cells the counts are glyphs and the bar takes the rest', () => {
  expect(drawn(running(MIDDLE, 3_600), 79)).toBe(
    '  67/100  ━━━━━━━━━━━━━━━━━───  ✓ 61  ▲ 3  ✗ 3  ▸ 13  ◌ 3  · 17  19/s  2 s left',
  );
});

test('at 140 cells the counts have their words', () => {
  expect(drawn(running(MIDDLE, 3_600), 139)).toBe(
    '  67/100  ━━━━━━━━━━━━━━━━━━────  ✓ 61 success  ▲ 3 non-zero exit  ✗ 3 no answer  ▸ 13 running  ◌ 3 connecting  · 17 queued  19/s  2 s left',
  );
});

test('in Chinese', () => {
  expect(drawn(running(MIDDLE, 3_600), 139, 'zh')).toBe(
    '  67/100  ━━━━━━━━━━━━━━━━━━━━━━━━━─────  ✓ 61 成功  ▲ 3 非零退出  ✗ 3 未应答  ▸ 13 运行中  ◌ 3 连接中  · 17 排队  19 台/秒  预计剩余 2 秒',
  );
});

test('before a rate is known the time since the start stands in its place', () => {
  expect(drawn(running({ connecting: 4, queued: 6 }, 1_200), 60)).toContain(
    '◌ 4 connecting  · 6 queued  2 s',
  );
});

test('when nobody waits any more, the slowest hosts decide and no time left is promised', () => {
  expect(drawn(running({ success: 97, running: 3 }, 7_000), 79)).toMatch(/▸ 3 running {2}7 s$/);
});

test('the last hosts are named while there is room', () => {
  const state = running({ success: 98, running: 1, connecting: 1 }, 7_000);
  for (const host of [44, 77])
    state.hosts.set(host, { attempt: 1, stages: {}, keptBytes: 0, receivedBytes: 0 });
  expect(drawn(state, 79)).toMatch(/▸ 1 {2}◌ 1 {2}10\.0\.0\.44, 10\.0\.0\.77 {2}7 s$/);
  expect(drawn(state, 50)).toBe('  98/100  ✓ 98  ▸ 1  ◌ 1  7 s');
});

test.each([200, 139, 79, 60, 50, 40, 20, 10])('it never takes more than %d cells', (columns) => {
  const state = running({ ...MIDDLE, 'timed-out': 1_234, cancelled: 5_678 }, 59_000);
  for (const locale of LOCALES) expect(cellWidth(drawn(state, columns, locale))).toBeLessThanOrEqual(columns);
});

test('a bar of a finished run is full', () => {
  expect(drawn(running({ success: 10 }, 2_000), 79)).toMatch(/ 10\/10 {2}━{30} {2}✓ 10/);
});
