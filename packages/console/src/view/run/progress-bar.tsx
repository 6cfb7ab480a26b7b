/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a progress element cannot hold the segments */
import { countWords, type Chip, type ChipCounts } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import styles from './run-bar.module.css';

/** Segments from left to right; what is queued is the track. */
const SEGMENTS: readonly Exclude<Chip, 'queued'>[] = [
  'success',
  'non-zero-exit',
  'timed-out',
  'no-answer',
  'cancelled',
  'running',
  'connecting',
];

interface ProgressBarProps {
  counts: ChipCounts;
  done: number;
  hostCount: number;
}

/** How much of the run is done, in the colours of how it went. */
export function ProgressBar({ counts, done, hostCount }: ProgressBarProps): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const text = t('summary.progressText', {
    done: countWords(done, locale),
    all: countWords(hostCount, locale),
  });
  return (
    <div
      className={styles['progress']}
      role="progressbar"
      aria-label={t('summary.progress')}
      aria-valuemin={0}
      aria-valuemax={hostCount}
      aria-valuenow={done}
      aria-valuetext={text}
    >
      {SEGMENTS.filter((chip) => counts[chip] > 0).map((chip) => (
        <span key={chip} className={styles[chip]} style={{ flexGrow: counts[chip] }} />
      ))}
      {counts.queued > 0 ? <span className={styles['queued']} style={{ flexGrow: counts.queued }} /> : null}
    </div>
  );
}
