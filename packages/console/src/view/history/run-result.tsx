import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CHIP_WORDS, countWords, type Chip, type ChipCounts, type RunSummary } from '@rollcall/protocol';
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
          {outcome.groups.map((chips, column) => (
            <Count key={column} chips={chips} counts={run.counts} />
          ))}
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

/** What the chips of one hue count together; the glyph is that of the first, the words are all of them. */
function Count({ chips, counts }: { chips: readonly Chip[]; counts: ChipCounts }): ReactNode {
  const locale = useLocale();
  const [first] = chips;
  if (first === undefined) return <span />;
  const count = chips.reduce((sum, chip) => sum + counts[chip], 0);
  const words = chips.map((chip) => CHIP_WORDS[chip][locale]).join(locale === 'zh' ? '、' : ', ');
  return (
    <span>
      <ChipGlyph chip={first} />
      {countWords(count, locale)}
      <span className="sr-only"> {words} </span>
    </span>
  );
}
