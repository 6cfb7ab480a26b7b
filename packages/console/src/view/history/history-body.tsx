import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '@rollcall/protocol';
import { problemTitle, type ApiProblem } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Saying } from '../app/fallbacks.tsx';
import { Button } from '../ui/button.tsx';
import { Remark } from '../ui/remark.tsx';
import { RunList } from './run-list.tsx';
import type { History } from './use-history.ts';
import styles from './history.module.css';

interface HistoryBodyProps {
  history: History;
  filter: string;
  selected: string | undefined;
  onSelect: (id: string) => void;
  onClear: () => void;
}

/** The list, or why there is none: still loading, not to be had, empty, or nothing that matches. */
export function HistoryBody({ history, filter, selected, onSelect, onClear }: HistoryBodyProps): ReactNode {
  const { t } = useTranslation('history');
  const { t: common } = useTranslation();
  if (history.loading) return <GreyRows />;
  if (history.brought === 0 && history.problem)
    return <NotToBeHad problem={history.problem} onRetry={history.retry} />;
  if (history.brought === 0)
    return (
      <div className={styles['middle']}>
        <Saying title={t('empty')} hint={t('emptyHint')}>
          <Link to="/" className={styles['compose']}>
            {t('compose')}
          </Link>
        </Saying>
      </div>
    );
  return (
    <>
      {history.problem ? (
        <div className={styles['strip']}>
          <Problem problem={history.problem}>{t('stale', { time: clockTime(history.asOfMs) })}</Problem>
          <Button onClick={history.retry}>{common('tryAgain')}</Button>
        </div>
      ) : null}
      {history.runs.length === 0 && !history.loadingMore ? (
        <div className={styles['middle']}>
          <Saying title={t('noMatch', { filter })}>
            <Button onClick={onClear}>{t('clear')}</Button>
            {history.hasMore ? <Button onClick={history.loadMore}>{t('loadMore')}</Button> : null}
          </Saying>
        </div>
      ) : (
        <>
          <Heads />
          <RunList history={history} selected={selected} onSelect={onSelect} />
        </>
      )}
    </>
  );
}

/** Names of the columns, for the eye; each row says what it is by itself. */
function Heads(): ReactNode {
  const { t } = useTranslation('history');
  return (
    <div className={styles['heads']} aria-hidden="true">
      <span>{t('time')}</span>
      <span>{t('command')}</span>
      <span>{t('targets')}</span>
      <span className={styles['resultHead']}>{t('result')}</span>
      <span className={styles['took']}>{t('took')}</span>
    </div>
  );
}

const GREY = Array.from({ length: 12 }, (_, row) => row);

function GreyRows(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles['grey']} aria-busy="true">
      <span className="sr-only">{t('loading')}</span>
      {GREY.map((row) => (
        <div key={row} className={styles['greyRow']} style={{ opacity: 1 - row / 14 }} />
      ))}
    </div>
  );
}

function NotToBeHad({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <div className={styles['middle']}>
      <Saying
        alert
        title={`${problemTitle(problem.code, locale)}${t('stop')}`}
        hint={problem.code === 'unreachable' ? t('problem.unreachableHint') : problem.detail}
      >
        <Button look="primary" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </Saying>
    </div>
  );
}

function Problem({ problem, children }: { problem: ApiProblem; children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <Remark tone="fail" title={`${problemTitle(problem.code, locale)}${t('stop')}`} role="alert">
      {children}
    </Remark>
  );
}
