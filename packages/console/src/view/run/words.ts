import { clockTime, countWords, durationWords, type Locale } from '@rollcall/protocol';

/** A duration in whole units, for what is only about: `2 s`, `3 min 10 s`. Never less than a second. */
export function roughDuration(ms: number, locale: Locale): string {
  const whole = Math.max(1, Math.ceil(ms / 1_000)) * 1_000;
  return durationWords(whole, locale).replace(/^(\d+)\.0 /, '$1 ');
}

/** When something was: the time alone on the same day, else with its date. */
export function whenWords(atMs: number, nowMs: number, locale: Locale): string {
  const time = clockTime(atMs);
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  if (at.toDateString() === now.toDateString()) return time;
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  const date = at.toLocaleDateString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    ...year,
  });
  return `${date} ${time}`;
}

/** The same moment in UTC, for a tooltip: `2026-11-21 13:02:11 UTC`. */
export function utcWords(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Hosts in a second: whole from ten on. */
export function rateWords(hostsPerSecond: number, locale: Locale): string {
  return hostsPerSecond >= 9.95 ? countWords(Math.round(hostsPerSecond), locale) : hostsPerSecond.toFixed(1);
}
