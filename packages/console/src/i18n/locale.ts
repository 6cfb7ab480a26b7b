import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Locale } from '@rollcall/protocol';
import { readStored, writeStored } from '../stored.ts';
import type { words as english } from './en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof english;
  }
}

/** The language of the page as HTML names it. */
const LANG: Record<Locale, string> = { en: 'en', zh: 'zh-CN' };

const load: Record<Locale, () => Promise<{ words: object }>> = {
  en: async () => import('./en/index.ts'),
  zh: async () => import('./zh/index.ts'),
};

/** The language chosen earlier, else the first of the browser's languages that Rollcall speaks, else English. */
export function preferredLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'en' || stored === 'zh') return stored;
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}

async function bring(locale: Locale): Promise<void> {
  const { words } = await load[locale]();
  for (const [namespace, entries] of Object.entries(words))
    i18next.addResourceBundle(locale, namespace, entries, true, true);
  document.documentElement.lang = LANG[locale];
}

/** Loads the words of the preferred language; only one language travels on the first load. */
export async function startWords(): Promise<void> {
  const locale = preferredLocale(readStored('locale'), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: 'common',
    ns: ['common', 'compose', 'history', 'hostKeys', 'run'],
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await bring(locale);
  await i18next.changeLanguage(locale);
}

/** Switches the language and remembers it. */
export async function chooseLocale(locale: Locale): Promise<void> {
  writeStored('locale', locale);
  await bring(locale);
  await i18next.changeLanguage(locale);
}

/** The language on screen; re-renders when it changes. */
export function useLocale(): Locale {
  return useTranslation().i18n.language === 'zh' ? 'zh' : 'en';
}
