import { useQuery } from '@tanstack/react-query';
import { countWords, type OfferedKey } from '@rollcall/protocol';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { offersQuery } from '../../api/host-keys.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Saying } from '../app/fallbacks.tsx';
import { ChangedKey } from './changed-key.tsx';
import { matching } from './choice.ts';
import { DecidePane } from './decide-pane.tsx';
import { Listing, NoMatch } from './listing.tsx';
import { keyId } from './places.ts';
import styles from './host-keys.module.css';

interface ChangedTabProps {
  filter: string;
  run: string | undefined;
  onClear: () => void;
}

/** Every host that shows another key than the trusted one. */
export function ChangedTab({ filter, run, onClear }: ChangedTabProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const query = useQuery(offersQuery('changed', run));
  const all = query.data?.keys ?? [];
  const keys = matching(all, filter);
  return (
    <div className={styles['split']}>
      <section className={styles['left']} aria-label={t('region')} data-region id="results">
        <Listing
          query={query}
          isEmpty={keys.length === 0}
          empty={
            all.length === 0 ? (
              <Saying title={t('noneChanged')} />
            ) : (
              <NoMatch filter={filter} onClear={onClear} />
            )
          }
        >
          <Cards keys={keys} />
        </Listing>
      </section>
      <DecidePane>
        <p className={styles['lead']}>{t('panel.changedLead')}</p>
      </DecidePane>
    </div>
  );
}

/** Cards drawn at once: a thousand changed keys at a time are one event, not a thousand. */
const CARDS = 50;

function Cards({ keys }: { keys: readonly OfferedKey[] }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const rest = keys.length - CARDS;
  return (
    <>
      {keys.slice(0, CARDS).map((key) => (
        <ChangedKey key={keyId(key)} offered={key} />
      ))}
      {rest > 0 ? (
        <p className={styles['narrowed']}>{t('changed.more', { n: countWords(rest, locale) })}</p>
      ) : null}
    </>
  );
}

/** Alerts above the waiting keys. */
const ALERTS = 2;

/** The changed keys that nobody has said a word about, above everything else. */
export function ChangedAlerts({ run }: { run: string | undefined }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const { data } = useQuery(offersQuery('changed', run));
  const open = useMemo(() => data?.keys.filter(({ blocked }) => blocked === null) ?? [], [data]);
  const rest = open.length - ALERTS;
  if (open.length === 0) return null;
  return (
    <div role="alert">
      {open.slice(0, ALERTS).map((key) => (
        <ChangedKey key={keyId(key)} offered={key} />
      ))}
      {rest > 0 ? (
        <p className={styles['narrowed']}>
          <Link to="/host-keys" search={{ tab: 'changed', run }} className={styles['link']}>
            {t('changed.more', { n: countWords(rest, locale) })}
          </Link>
        </p>
      ) : null}
    </div>
  );
}
