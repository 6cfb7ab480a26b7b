import { countWords, durationWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { rich } from '../ui/rich.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import styles from './stream.module.css';

/** How many hosts are in flight, and the one to look at: silent for long, or just the slowest. */
export function InFlight({ onOpen }: { onOpen: (host: number) => void }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { nameOf } = useRun();
  const { flight, phase } = useSnapshot();
  if (phase === 'finished') return null;
  const { slowest, medianMs } = flight;
  const time = (ms: number): string => durationWords(Math.max(0, ms), locale);
  return (
    <div className={styles['flight']}>
      <span>{rich(t('flight.count', { n: countWords(flight.count, locale) }))}</span>
      {slowest === null ? null : (
        <>
          <span className={styles['slowest']}>
            {slowest.silent ? (
              <i aria-hidden="true" className={styles['quiet']}>
                ▷
              </i>
            ) : null}
            {rich(
              t(slowest.silent ? 'flight.silent' : 'flight.slowest', {
                host: nameOf(slowest.host),
                time: time(slowest.forMs),
              }),
            )}
            {medianMs === null ? null : t('flight.median', { time: time(medianMs) })}
          </span>
          <Button className={styles['inspect']} onClick={() => onOpen(slowest.host)}>
            {t('flight.inspect')}
          </Button>
        </>
      )}
    </div>
  );
}
