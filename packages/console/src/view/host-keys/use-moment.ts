import { useState } from 'react';
import { useLocale } from '../../i18n/locale.ts';
import { momentWords } from './moment.ts';

/** The way to say when something was, as seen from the moment in which the component appeared. */
export function useMoment(): (atMs: number) => string {
  const locale = useLocale();
  const [nowMs] = useState(() => Date.now());
  return (atMs) => momentWords(atMs, nowMs, locale);
}
