import type { Issue } from '../types.ts';
import { en } from './en.ts';
import { say, type Sentences } from './sentence.ts';
import { zh } from './zh.ts';

/** Languages the sentences come in: English, Simplified Chinese. */
export type Locale = 'en' | 'zh';

const LOCALES: Record<Locale, Sentences> = { en, zh };

/** One sentence saying what is wrong. Plain text; may hold pieces of the spec, so escape it where you show it. */
export function issueMessage(issue: Pick<Issue, 'code' | 'params'>, locale: Locale): string {
  return say(LOCALES[locale][issue.code][0], issue.params) ?? issue.code;
}

/** One sentence saying what to do; undefined when the message says all. */
export function issueHint(issue: Pick<Issue, 'code' | 'params'>, locale: Locale): string | undefined {
  return say(LOCALES[locale][issue.code][1], issue.params);
}
