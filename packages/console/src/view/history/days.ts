import type { Locale, RunSummary } from '@rollcall/protocol';

/** A row of the history: the head of a day, or a run of it. */
export type HistoryRow = { type: 'day'; key: string; title: DayTitle } | { type: 'run'; run: RunSummary };

/** How the head of a day reads; today and yesterday are words of the page. */
export type DayTitle = { type: 'today' | 'yesterday' | 'day'; date: string };

const BCP: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

/** Local midnight before `atMs`; days of summer time have 23 or 25 hours, so they are never counted by hours. */
function midnight(atMs: number, daysBefore = 0): number {
  const at = new Date(atMs);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() - daysBefore).getTime();
}

/** `21 November`, with the weekday in front when it is neither today nor yesterday, with the year when it is another. */
export function dayTitle(atMs: number, nowMs: number, locale: Locale): DayTitle {
  const day = midnight(atMs);
  const type = day === midnight(nowMs) ? 'today' : day === midnight(nowMs, 1) ? 'yesterday' : 'day';
  const thisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  const date = new Intl.DateTimeFormat(BCP[locale], {
    day: 'numeric',
    month: 'long',
    ...(thisYear ? {} : { year: 'numeric' as const }),
  }).format(atMs);
  if (type !== 'day') return { type, date };
  const weekday = new Intl.DateTimeFormat(BCP[locale], { weekday: 'long' }).format(atMs);
  return { type, date: locale === 'zh' ? `${weekday}，${date}` : `${weekday}, ${date}` };
}

/** The runs, newest first, with a head before the first of each local day. */
export function byDay(runs: readonly RunSummary[], nowMs: number, locale: Locale): HistoryRow[] {
  const rows: HistoryRow[] = [];
  let before: number | null = null;
  for (const run of runs) {
    const day = midnight(run.createdAtMs);
    if (day !== before) rows.push({ type: 'day', key: `day-${day}`, title: dayTitle(day, nowMs, locale) });
    before = day;
    rows.push({ type: 'run', run });
  }
  return rows;
}

/** `14:02`, local, 24 hours. */
export function clockMinute(atMs: number): string {
  const at = new Date(atMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
