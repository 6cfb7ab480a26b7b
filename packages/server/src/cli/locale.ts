import type { Locale } from '@rollcall/protocol';

/**
 * The language of the outcomes: Chinese where the environment asks for any Chinese in UTF-8, else English. As everywhere, the first
 * of LC_ALL, LC_MESSAGES and LANG that is not empty counts.
 */
export function environmentLocale(env: NodeJS.ProcessEnv): Locale {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh(?:[_-]\w+)?(?:\.utf-?8)?(?:@\w+)?$/i.test(name) ? 'zh' : 'en';
}
