import { CHIPS, countWords, durationWords, type Chip as ChipName } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import type { RunSnapshot } from '../../state/run-store.ts';
import { Chip } from '../ui/chip.tsx';
import { cx } from '../ui/cx.ts';
import { rich } from '../ui/rich.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import { RunStatus } from './run-status.tsx';
import { StopReport } from './stop-report.tsx';
import { useLinkState } from './use-live.ts';
import { rateWords, roughDuration, utcWords, whenWords } from './words.ts';
import styles from './run-bar.module.css';

interface RunBarProps {
  compact: boolean;
  chips: ReadonlySet<ChipName>;
  onChip: (chip: ChipName) => void;
}

/** Where the run stands: one big number, the bar, and a chip for each kind of state that filters by it. */
export function RunBar({ compact, chips, onChip }: RunBarProps): ReactNode {
  const { t } = useTranslation('run');
  const snapshot = useSnapshot();
  const lost = useLinkState().type === 'lost' && snapshot.phase !== 'finished';
  return (
    <section
      className={cx(styles['bar'], compact && styles['compact'], lost && styles['dated'])}
      aria-label={t('summary.region')}
      data-region
    >
      <div className={styles['top']}>
        <BigNumber snapshot={snapshot} />
        <Facts snapshot={snapshot} lost={lost} />
      </div>
      <ProgressBar counts={snapshot.counts} done={snapshot.done} hostCount={snapshot.hostCount} />
      <fieldset className={styles['chips']} aria-label={t('summary.filter')}>
        {shownChips(snapshot, chips).map((chip) => (
          <Chip
            key={chip}
            chip={chip}
            count={snapshot.counts[chip]}
            pressed={chips.has(chip)}
            onPress={() => onChip(chip)}
          />
        ))}
      </fieldset>
      <StopReport />
      <RunStatus />
    </section>
  );
}

function BigNumber({ snapshot }: { snapshot: RunSnapshot }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { phase, counts, done, hostCount } = snapshot;
  const finished = phase === 'finished';
  return (
    <p className={styles['number']}>
      <b>{countWords(finished ? counts.success : done, locale)}</b>{' '}
      {t(finished ? 'summary.succeeded' : 'summary.done', { all: countWords(hostCount, locale) })}
    </p>
  );
}

function Facts({ snapshot, lost }: { snapshot: RunSnapshot; lost: boolean }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { summary } = useRun();
  const {
    phase,
    elapsedMs,
    leftMs,
    hostsPerSecond,
    finishedAtMs,
    finishReason,
    atMs,
    nowMs,
    catchingUp,
    flight,
    done,
    hostCount,
  } = snapshot;
  // Nobody knows when hosts that say nothing will end.
  const allQuiet = hostCount - done <= flight.quiet.length;
  const facts: string[] = [];
  if (phase === 'queued') facts.push(t('summary.starting'));
  if (phase === 'running') {
    facts.push(t('summary.runningFor', { time: durationWords(elapsedMs, locale) }));
    if (leftMs !== null && !lost && !catchingUp && !allQuiet)
      facts.push(t('summary.left', { time: roughDuration(leftMs, locale) }));
    if (hostsPerSecond !== null) facts.push(t('summary.rate', { n: rateWords(hostsPerSecond, locale) }));
  }
  if (phase === 'finished' && finishedAtMs !== null) {
    const at = whenWords(finishedAtMs, nowMs, locale);
    const ended = finishReason === 'completed' ? 'summary.finished' : 'summary.stopped';
    facts.push(t(ended, { at, time: durationWords(elapsedMs, locale) }));
  }
  if (lost) facts.push(t('summary.asOf', { at: whenWords(atMs ?? summary.createdAtMs, nowMs, locale) }));
  const broken = finishReason === null || finishReason === 'completed' || finishReason === 'cancelled';
  return (
    <>
      <p className={styles['facts']} title={finishedAtMs === null ? undefined : utcWords(finishedAtMs)}>
        {facts.map((fact) => (
          <span key={fact}>{rich(fact)}</span>
        ))}
      </p>
      {broken ? null : (
        <p className={styles['broken']} role="alert">
          {t(`summary.${finishReason}`)}
        </p>
      )}
    </>
  );
}

/** Chips of a run that goes on: all but the two that need a reason to appear. */
const USUAL: ReadonlySet<ChipName> = new Set<ChipName>([
  'success',
  'non-zero-exit',
  'no-answer',
  'running',
  'connecting',
  'queued',
]);

/** The chips in sight, in order: keys 1 to 8 count them. Of a finished run only those that any host is in. */
export function shownChips(
  { phase, counts }: Pick<RunSnapshot, 'phase' | 'counts'>,
  chosen: ReadonlySet<ChipName>,
): ChipName[] {
  return CHIPS.filter(
    (chip) =>
      counts[chip] > 0 || chosen.has(chip) || (phase === 'finished' ? chip === 'success' : USUAL.has(chip)),
  );
}
