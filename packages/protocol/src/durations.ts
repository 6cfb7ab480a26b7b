import type { Locale } from './locale.ts';

/** A duration for a column: `0.42 s`, from 100 s on `2m04s`, from an hour on `1h02m`. At most 8 cells. */
export function columnDuration(ms: number): string {
  if (ms < 99_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3_600)}h${two(Math.floor((seconds % 3_600) / 60))}m`;
}

/** A duration in a sentence: `3.6 s`, `61 s`, `2 min 4 s`, `1 h 2 min`; Chinese `3.6 秒`, `2 分 4 秒`. */
export function durationWords(ms: number, locale: Locale): string {
  const [hour, minute, second] = locale === 'zh' ? ['小时', '分', '秒'] : ['h', 'min', 's'];
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} ${second}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} ${second}`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} ${minute} ${seconds % 60} ${second}`;
  return `${Math.floor(seconds / 3_600)} ${hour} ${Math.floor((seconds % 3_600) / 60)} ${minute}`;
}

/** Local wall-clock time, `14:02:11`. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Kept: to look up the words of a locale for each number takes four times as long. */
const THOUSANDS = new Intl.NumberFormat('en-US');

/** A count for people: thousands mark in English; in Chinese only from 10,000 on. */
export function countWords(count: number, locale: Locale): string {
  if (locale === 'zh' && count < 10_000) return String(count);
  return THOUSANDS.format(count);
}
