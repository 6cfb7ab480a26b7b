import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, problemTitle } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Saying } from '../app/fallbacks.tsx';
import { Button } from '../ui/button.tsx';
import { Remark } from '../ui/remark.tsx';
import styles from './listing.module.css';

interface ListingProps {
  query: Pick<UseQueryResult, 'isPending' | 'error' | 'data' | 'refetch'>;
  /** What stands there without a key. */
  empty: ReactNode;
  isEmpty: boolean;
  children: ReactNode;
}

/** A list that comes from the server: grey rows while it loads, the reason and a way on when it cannot, or its rows. */
export function Listing({ query, empty, isEmpty, children }: ListingProps): ReactNode {
  const { t } = useTranslation(['hostKeys', 'common']);
  const locale = useLocale();
  if (query.isPending) return <GreyRows />;
  const problem = query.error ? asProblem(query.error) : null;
  const again = <Button onClick={() => void query.refetch()}>{t('common:tryAgain')}</Button>;
  if (problem && query.data === undefined)
    return (
      <div className={styles['middle']}>
        <Saying
          alert
          title={`${problemTitle(problem.code, locale)}${t('common:stop')}`}
          hint={problem.code === 'unreachable' ? t('common:problem.unreachableHint') : problem.detail}
        >
          {again}
        </Saying>
      </div>
    );
  return (
    <>
      {problem ? (
        <div className={styles['strip']}>
          <Remark tone="fail" title={`${problemTitle(problem.code, locale)}${t('common:stop')}`} role="alert">
            {t('stale')}
          </Remark>
          {again}
        </div>
      ) : null}
      {isEmpty ? <div className={styles['middle']}>{empty}</div> : children}
    </>
  );
}

/** What stands there when a search finds nothing. */
export function NoMatch({ filter, onClear }: { filter: string; onClear: () => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  return (
    <Saying title={t('noMatch', { filter })}>
      <Button onClick={onClear}>{t('clear')}</Button>
    </Saying>
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
