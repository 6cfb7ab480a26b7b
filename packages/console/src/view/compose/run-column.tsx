import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { problemTitle, type ApiProblem } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { bigWords } from './big-words.ts';
import type { Reason } from './readiness.ts';
import styles from './composer.module.css';

interface RunColumnProps {
  count: bigint;
  reason: Reason | null;
  /** The groups were changed since the hosts were shown: nothing was started. */
  regrouped: boolean;
  /** Why the last try to start was refused. */
  problem: ApiProblem | null;
  starting: boolean;
  /** Id of the line that says how many hosts. */
  describedBy: string;
  onRun: () => void;
}

/** Run, how many hosts it means, and below it why it cannot be pressed or what the server said. */
export function RunColumn({
  count,
  reason,
  regrouped,
  problem,
  starting,
  describedBy,
  onRun,
}: RunColumnProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const why = useReasonWords(reason);
  return (
    <div className={styles['run']}>
      <div className={styles['label']}>
        <span className={styles['on']}>
          {count === 0n ? '' : t('run.on', { count: Number(count), n: bigWords(count, locale) })}
        </span>
        <Kbd keys={['Ctrl Enter']} />
      </div>
      <Button
        look="primary"
        size="tall"
        className={styles['button']}
        aria-disabled={reason !== null || starting}
        aria-describedby={`${describedBy} run-reason`}
        aria-keyshortcuts="Control+Enter"
        onClick={onRun}
      >
        {starting ? null : <Icon name="play" size={14} />}
        {starting ? t('run.starting') : t('run.button')}
      </Button>
      <div id="run-reason" className={styles['reason']}>
        {problem ? <RunProblem problem={problem} /> : (why ?? (regrouped ? <Regrouped /> : null))}
      </div>
    </div>
  );
}

function Regrouped(): ReactNode {
  const { t } = useTranslation('compose');
  return (
    <div role="alert">
      <span className={styles['refused']}>{t('groups.changed')}</span> {t('groups.changedHint')}
    </div>
  );
}

function useReasonWords(reason: Reason | null): string | null {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  if (reason === null) return null;
  switch (reason.type) {
    case 'mistakes':
      return t('why.mistakes', { count: reason.count, n: countWords(reason.count, locale) });
    case 'secret':
      return t(`why.${reason.need}`);
    default:
      return t(`why.${reason.type}`);
  }
}

/** The server's refusal: its title in the language of the page, then its own words, which are English. */
function RunProblem({ problem }: { problem: ApiProblem }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const details = [problem.detail, ...problem.errors.map(({ message }) => message)].filter(Boolean);
  return (
    <div role="alert">
      <span className={styles['refused']}>{`${problemTitle(problem.code, locale)}${t('stop')}`}</span>{' '}
      {problem.code === 'unreachable' ? t('problem.unreachableHint') : details.join(' ')}
      {problem.status > 0 ? <code className={styles['code']}>{problem.code}</code> : null}
    </div>
  );
}
