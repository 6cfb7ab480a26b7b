import { useQuery } from '@tanstack/react-query';
import { countWords, visibleText, type HostKeyDecision } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decisionsQuery } from '../../api/host-keys.ts';
import { problemTitle, type ApiProblem } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Remark } from '../ui/remark.tsx';
import { useMoment } from './use-moment.ts';
import styles from './panel.module.css';

/** The side of the page: what to decide above, what was decided below. */
export function DecidePane({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation('hostKeys');
  return (
    <section className={styles['pane']} aria-label={t('panel.region')} data-region>
      <div className={styles['panel']}>{children}</div>
      <Recent />
    </section>
  );
}

/** Why a decision did not happen; nothing was changed. */
export function DecideProblem({ problem }: { problem: ApiProblem | null }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  if (problem === null) return null;
  return (
    <Remark tone="fail" title={`${problemTitle(problem.code, locale)}${t('stop')}`} role="alert">
      {problem.detail}
    </Remark>
  );
}

/** Decisions in sight. */
const RECENT = 8;

function Recent(): ReactNode {
  const { t } = useTranslation('hostKeys');
  const { data } = useQuery(decisionsQuery);
  return (
    <div className={styles['recent']}>
      <h2>{t('recent.title')}</h2>
      {data?.length === 0 ? <p className={styles['lead']}>{t('recent.none')}</p> : null}
      <ul>
        {data?.slice(0, RECENT).map((decision) => (
          <Decision key={decision.id} decision={decision} />
        ))}
      </ul>
    </div>
  );
}

function Decision({ decision }: { decision: HostKeyDecision }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const when = useMoment();
  const { kind, count, by, hosts, note, atMs } = decision;
  return (
    <li>
      <time dateTime={new Date(atMs).toISOString()}>{when(atMs)}</time>
      <span>
        {t(`recent.${kind}`, { count, n: countWords(count, locale), user: visibleText(by) })}{' '}
        <code translate="no" title={hosts}>
          {visibleText(hosts)}
        </code>
        {note === '' ? null : <> {visibleText(note)}</>}
      </span>
    </li>
  );
}
