/** The languages Rollcall speaks. */
export const LOCALES = ['en', 'zh'] as const;
/** One of them, as a language subtag. */
export type Locale = (typeof LOCALES)[number];
/** One text in every language. */
export type Words = Record<Locale, string>;
