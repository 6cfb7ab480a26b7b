import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CHIP_WORDS, countWords, type Chip, type RunSummary } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { ChipGlyph } from '../ui/chip.tsx';
import { outcomeOf } from './outcome.ts';
import styles from './history.module.css';

/** The counts of a run by glyph, or that it runs, waits or was stopped before the first host. */
export function RunResult({ run }: { run: RunSummary }): ReactNode {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const outcome = outcomeOf(run);
  switch (outcome.type) {
    case 'queued':
      return <Said chip="queued">{t('queued')}</Said>;
    case 'running':
      return (
        <Said chip="running">
          {t('running', { done: countWords(outcome.done, locale), all: countWords(run.hostCount, locale) })}
        </Said>
      );
    case 'never':
      return <Said chip="cancelled">{t('never')}</Said>;
    case 'counts':
      return (
        <span className={styles['counts']}>
          <Count chip="success" count={outcome.ok} />
          <Count chip="non-zero-exit" count={outcome.exit} />
          <Count chip="no-answer" count={outcome.fail} />
          <Count chip="cancelled" count={outcome.cancelled} />
        </span>
      );
  }
}

function Said({ chip, children }: { chip: Chip; children: ReactNode }): ReactNode {
  return (
    <span className={styles['said']}>
      <ChipGlyph chip={chip} />
      {children}
    </span>
  );
}

function Count({ chip, count }: { chip: Chip; count: number }): ReactNode {
  const locale = useLocale();
  if (count === 0) return <span />;
  return (
    <span>
      <ChipGlyph chip={chip} />
      {countWords(count, locale)}
      <span className="sr-only"> {CHIP_WORDS[chip][locale]} </span>
    </span>
  );
}
