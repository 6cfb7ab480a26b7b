import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useReachability } from '../../api/reachability.ts';
import { useLocale } from '../../i18n/locale.ts';
import { useHotkeys } from '../app/hotkeys.ts';
import { ConnectionState, PageFrame } from '../app/page-frame.tsx';
import { cx } from '../ui/cx.ts';
import { SearchField } from '../ui/search-field.tsx';
import { HistoryBody } from './history-body.tsx';
import { RunSummaryPane } from './run-summary.tsx';
import { useHistory, type History } from './use-history.ts';
import styles from './history.module.css';

/** `/history`: every run of this server, newest first, and what the selected one came to. */
export function HistoryPage(): ReactNode {
  const { t } = useTranslation('history');
  const navigate = useNavigate();
  const { run: wanted, filter = '' } = useSearch({ from: '/signed-in/history' });
  const search = useRef<HTMLInputElement>(null);
  const history = useHistory(filter);
  const { runs } = history;
  const at = Math.max(
    0,
    runs.findIndex(({ id }) => id === wanted),
  );
  const selected = runs[at];
  const set = (next: { run?: string | undefined; filter?: string | undefined }): void =>
    void navigate({
      to: '/history',
      search: { run: selected?.id, filter: filter || undefined, ...next },
      replace: true,
    });
  const move = (step: number): void => {
    const to = runs[Math.min(runs.length - 1, Math.max(0, at + step))];
    if (to) set({ run: to.id });
  };
  const open = (): void => {
    if (selected) void navigate({ to: '/runs/$runId', params: { runId: selected.id } });
  };
  const again = (): void => {
    if (selected) void navigate({ to: '/', search: { from: selected.id } });
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: open,
    r: again,
    '/': () => search.current?.focus(),
  });
  const keys = [
    { keys: ['J', 'K'], label: t('keys.move') },
    { keys: ['Enter'], label: t('keys.open') },
    { keys: ['R'], label: t('keys.again') },
    { keys: ['/'], label: t('keys.filter') },
  ];
  return (
    <PageFrame title={t('title')} status={<Status />} keys={history.brought === 0 ? [] : keys}>
      <div className={cx(styles['page'], history.brought === 0 && styles['alone'])}>
        <section className={styles['left']} aria-label={t('region')} data-region id="results">
          <h1 className="sr-only">{t('title')}</h1>
          <div className={styles['tools']}>
            <SearchField
              ref={search}
              label={t('filter')}
              shortcut="/"
              value={filter}
              onValue={(text) => set({ filter: text || undefined })}
            />
            <Amount history={history} filter={filter} />
          </div>
          <HistoryBody
            history={history}
            filter={filter}
            selected={selected?.id}
            onSelect={(run) => set({ run })}
            onClear={() => set({ filter: undefined })}
          />
        </section>
        {history.brought === 0 ? null : <RunSummaryPane run={selected} nowMs={history.asOfMs} />}
      </div>
    </PageFrame>
  );
}

function Amount({ history, filter }: { history: History; filter: string }): ReactNode {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const { runs, brought, hasMore } = history;
  if (brought === 0) return null;
  const n = countWords(filter === '' ? brought : runs.length, locale);
  const words = hasMore ? t('newest', { n }) : t('runs', { count: brought, n });
  return (
    <span className={styles['amount']}>
      {filter === '' ? words : t('matches', { n, all: countWords(brought, locale) })}
    </span>
  );
}

function Status(): ReactNode {
  const { t } = useTranslation();
  const reachable = useReachability((state) => state.reachable);
  return (
    <ConnectionState
      tone={reachable ? 'idle' : 'lost'}
      word={t(reachable ? 'connection.connected' : 'connection.lost')}
    />
  );
}
