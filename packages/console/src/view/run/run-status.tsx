import { CHIP_WORDS, countWords, type Chip, type Locale } from '@rollcall/protocol';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import type { RunSnapshot } from '../../state/run-store.ts';
import { useRun, useSnapshot } from './run-context.ts';

/** What is worth saying aloud besides how much is done. */
const TOLD: readonly Chip[] = ['non-zero-exit', 'timed-out', 'no-answer', 'cancelled'];
/** Said at most this often, and at the end. */
const EVERY_MS = 5_000;

/** Says how the run goes to those who do not see it: "67 of 100 done, 3 non-zero exit, 3 no answer". */
export function RunStatus(): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { store } = useRun();
  const snapshot = useSnapshot();
  const [earlier, setEarlier] = useState<RunSnapshot>(() => store.snapshot);
  const finished = snapshot.phase === 'finished';
  useEffect(() => {
    if (finished) return undefined;
    const timer = setInterval(() => setEarlier(store.snapshot), EVERY_MS);
    return () => clearInterval(timer);
  }, [store, finished]);
  const told = finished ? snapshot : earlier;
  return (
    <output className="sr-only" aria-label={t('summary.status')}>
      {[progressWords(told, t, locale), ...toldWords(told, locale)].join(locale === 'zh' ? '，' : ', ')}
    </output>
  );
}

type Words = ReturnType<typeof useTranslation<'run'>>['t'];

function progressWords({ done, hostCount }: RunSnapshot, t: Words, locale: Locale): string {
  return t('summary.progressText', { done: countWords(done, locale), all: countWords(hostCount, locale) });
}

function toldWords({ counts }: RunSnapshot, locale: Locale): string[] {
  return TOLD.filter((chip) => counts[chip] > 0).map(
    (chip) => `${countWords(counts[chip], locale)} ${CHIP_WORDS[chip][locale]}`,
  );
}
