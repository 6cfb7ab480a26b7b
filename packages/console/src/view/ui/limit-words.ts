import { durationWords, type Locale } from '@rollcall/protocol';

/** A time limit as people say it: `10 s`, `1.5 s`, `10 min`; round numbers without what is zero. */
export function limitWords(ms: number, locale: Locale): string {
  return durationWords(ms, locale)
    .replace(/^(\d+)\.0 /, '$1 ')
    .replace(/^(\d+ \S+) 0 \S+$/, '$1');
}
