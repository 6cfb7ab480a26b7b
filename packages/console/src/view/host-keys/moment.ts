import type { Locale } from '@rollcall/protocol';

const DAY_MS = 24 * 3_600_000;

/** When something was decided, short: the minute today, the weekday within a week, else the date. */
export function momentWords(atMs: number, nowMs: number, locale: Locale): string {
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  const lang = locale === 'zh' ? 'zh-CN' : 'en-GB';
  if (at.toDateString() === now.toDateString())
    return at.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hour12: false });
  if (nowMs - atMs < 6 * DAY_MS) return at.toLocaleDateString(lang, { weekday: 'short' });
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return at.toLocaleDateString(lang, { day: 'numeric', month: 'short', ...year });
}
