import { useInfiniteQuery } from '@tanstack/react-query';
import { countWords, keyTypeWords, visibleText, type DecidedKey } from '@rollcall/protocol';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decidedQuery } from '../../api/host-keys.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Saying } from '../app/fallbacks.tsx';
import { Button } from '../ui/button.tsx';
import { DecidePane } from './decide-pane.tsx';
import { DecidedPanel } from './decided-panel.tsx';
import { Listing, NoMatch } from './listing.tsx';
import { importedFrom } from './note-words.ts';
import { keyId, placeLabel } from './places.ts';
import { useMoment } from './use-moment.ts';
import layout from './host-keys.module.css';
import styles from './decided.module.css';

interface DecidedTabProps {
  state: DecidedKey['state'];
  filter: string;
  onClear: () => void;
}

/** Trusted or revoked keys in pages of 100, and the panel that revokes or forgets the chosen ones. */
export function DecidedTab({ state, filter, onClear }: DecidedTabProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const query = useInfiniteQuery(decidedQuery(state, useDeferredValue(filter)));
  const keys = useMemo(() => query.data?.pages.flatMap((page) => page.keys) ?? [], [query.data]);
  const [choice, setChoice] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => keys.filter((key) => choice.has(keyId(key))), [keys, choice]);
  const toggle = (key: DecidedKey): void => {
    const next = new Set(choice);
    if (!next.delete(keyId(key))) next.add(keyId(key));
    setChoice(next);
  };
  const none = state === 'trusted' ? t('noneTrusted') : t('noneRevoked');
  return (
    <div className={layout['split']}>
      <section className={layout['left']} aria-label={t('region')} data-region id="results">
        <Listing
          query={query}
          isEmpty={keys.length === 0}
          empty={filter === '' ? <Saying title={none} /> : <NoMatch filter={filter} onClear={onClear} />}
        >
          <div className={styles['heads']} aria-hidden="true">
            <span>{t('decided.host')}</span>
            <span>{t('decided.fingerprint')}</span>
            <span>{t('decided.decided')}</span>
            <span>{t('decided.seen')}</span>
          </div>
          <ul>
            {keys.map((key) => (
              <DecidedRow
                key={keyId(key)}
                decided={key}
                chosen={choice.has(keyId(key))}
                onToggle={() => toggle(key)}
              />
            ))}
          </ul>
          {query.hasNextPage ? (
            <div className={styles['more']}>
              <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                {t('decided.loadMore')}
              </Button>
            </div>
          ) : null}
        </Listing>
      </section>
      <DecidePane>
        <DecidedPanel state={state} chosen={chosen} onDone={() => setChoice(new Set())} />
      </DecidePane>
    </div>
  );
}

interface DecidedRowProps {
  decided: DecidedKey;
  chosen: boolean;
  onToggle: () => void;
}

function DecidedRow({ decided, chosen, onToggle }: DecidedRowProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const host = placeLabel(decided);
  const when = useMoment();
  const { type, bits, fingerprint, decidedAtMs, decidedBy, note, lastSeenAtMs } = decided;
  const origin = importedFrom(note);
  const said = visibleText(
    origin === null ? note : t('decided.imported', { list: origin.list, n: countWords(origin.line, locale) }),
  );
  return (
    <li className={styles['decided']}>
      <label className={styles['tick']}>
        <input
          type="checkbox"
          aria-label={t('group.chooseHost', { host })}
          checked={chosen}
          onChange={onToggle}
        />
      </label>
      <code translate="no" title={host}>
        {visibleText(host)}
      </code>
      <span className={styles['print']}>
        {keyTypeWords(type, bits)} <code translate="no">{fingerprint}</code>
      </span>
      <span className={styles['who']} title={said}>
        {t('decided.by', { time: when(decidedAtMs), user: visibleText(decidedBy) })}
        {said === '' ? null : <em> {said}</em>}
      </span>
      <span>
        <span className={styles['label']}>{t('decided.seen')} </span>
        {lastSeenAtMs === null ? t('decided.never') : when(lastSeenAtMs)}
      </span>
    </li>
  );
}
