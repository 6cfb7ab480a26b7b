import type { Issue } from '../types.ts';
import { en } from './en.ts';
import type { Sentences } from './sentence.ts';
import { zh } from './zh.ts';

/** Languages the sentences come in: English, Simplified Chinese. */
export type Locale = 'en' | 'zh';

const LOCALES: Record<Locale, Sentences> = { en, zh };

/** One sentence saying what is wrong. Plain text; may hold pieces of the spec, so escape it where you show it. */
export function issueMessage(issue: Pick<Issue, 'code' | 'params'>, locale: Locale): string {
  return LOCALES[locale][issue.code].message(issue.params);
}

/** One sentence saying what to do; undefined when the message says all. */
export function issueHint(issue: Pick<Issue, 'code' | 'params'>, locale: Locale): string | undefined {
  return LOCALES[locale][issue.code].hint?.(issue.params);
}
