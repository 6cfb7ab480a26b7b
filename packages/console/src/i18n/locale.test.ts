import { expect, it } from 'vitest';
import { preferredLocale } from './locale.ts';

it.each([
  ['zh', ['en-US'], 'zh', 'what was chosen goes first'],
  [null, ['zh-CN', 'en'], 'zh', 'then the first language of the browser'],
  [null, ['zh-Hant-TW'], 'zh', 'any Chinese reads the simplified one'],
  [null, ['de', 'en-GB', 'zh'], 'en', 'the first that Rollcall speaks'],
  [null, ['de', 'fr'], 'en', 'English when none is spoken'],
  ['de', ['zh'], 'zh', 'a stored language that is not spoken is ignored'],
] as const)('%s and %j make %s: %s', (stored, languages, locale, _why) => {
  expect(preferredLocale(stored, languages)).toBe(locale);
});
