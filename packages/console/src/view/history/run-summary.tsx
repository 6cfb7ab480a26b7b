import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CHIPS, durationWords, visibleText, type RunSummary } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { useCallingWords } from '../ui/calling-words.ts';
import { Chip } from '../ui/chip.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { rich } from '../ui/rich.tsx';
import { clockMinute, dayTitle } from './days.ts';
import { tookMs } from './outcome.ts';
import { ResultBar } from './result-bar.tsx';
import styles from './run-summary.module.css';

/** What was asked in the selected run, how it went, and the ways on. */
export function RunSummaryPane({ run, nowMs }: { run: RunSummary | undefined; nowMs: number }): ReactNode {
  const { t } = useTranslation('history');
  return (
    <section className={styles['summary']} aria-label={t('summary.region')} data-region data-summary>
      {run ? <Details run={run} nowMs={nowMs} /> : <p className={styles['none']}>{t('summary.none')}</p>}
    </section>
  );
}

function Details({ run, nowMs }: { run: RunSummary; nowMs: number }): ReactNode {
  const { t } = useTranslation('history');
  const { spec } = run;
  const chips = CHIPS.filter((chip) => run.counts[chip] > 0);
  return (
    <>
      <div className={styles['head']}>
        <h2>{useWhen(run, nowMs)}</h2>
        <span>{useOrigin(run, nowMs)}</span>
      </div>
      <pre className={styles['command']} translate="no">
        {spec.script ? null : (
          <span className={styles['prompt']} aria-hidden="true">
            ${' '}
          </span>
        )}
        {visibleLines(spec.command)}
      </pre>
      <p className={styles['facts']}>
        <code translate="no">{visibleText(spec.targets)}</code>
        {useCallingWords(spec).map((fact) => (
          <span key={fact}>{rich(fact)}</span>
        ))}
      </p>
      <ResultBar counts={run.counts} className={styles['bar']} />
      <div className={styles['chips']}>
        {chips.map((chip) => (
          <Chip key={chip} chip={chip} count={run.counts[chip]} />
        ))}
      </div>
      <Ended run={run} />
      <div className={styles['actions']}>
        <Link to="/runs/$runId" params={{ runId: run.id }} className={styles['open']}>
          {t('summary.open')} <Kbd keys={['Enter']} />
        </Link>
        <Link to="/" search={{ from: run.id }} className={styles['again']} aria-describedby="again-hint">
          <Icon name="again" size={14} />
          {t('summary.again')}
        </Link>
        <span id="again-hint" className={styles['hint']}>
          {t('summary.againHint')}
        </span>
      </div>
    </>
  );
}

/** The command with its line breaks; everything else that a terminal would act on is written out. */
const visibleLines = (text: string): string => text.split('\n').map(visibleText).join('\n');

function useWhen(run: RunSummary, nowMs: number): string {
  const { t } = useTranslation('history');
  const { type, date } = dayTitle(run.createdAtMs, nowMs, useLocale());
  const day = type === 'day' ? date : t(type, { date }).split(/[,，]/)[0];
  return `${day} ${clockMinute(run.createdAtMs)}`;
}

function useOrigin(run: RunSummary, nowMs: number): string {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const took = tookMs(run, nowMs);
  const from = { console: null, cli: t('summary.fromCli'), api: t('summary.fromApi') }[run.origin];
  const time = took === null ? null : durationWords(took, locale);
  const took_ = run.phase === 'finished' ? 'summary.took' : 'summary.runningFor';
  return [t('summary.by', { user: run.createdBy }), from, time === null ? null : t(took_, { time })]
    .filter((part) => part !== null)
    .join(locale === 'zh' ? '，' : ', ');
}

/** A run that did not come to its end by itself says so. */
function Ended({ run }: { run: RunSummary }): ReactNode {
  const { t } = useTranslation('history');
  if (run.finishReason === null || run.finishReason === 'completed') return null;
  return <p className={styles['ended']}>{t(`ended.${run.finishReason}`)}</p>;
}
