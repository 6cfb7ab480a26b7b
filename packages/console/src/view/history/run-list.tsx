import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { useRows } from '../ui/use-rows.ts';
import { byDay, type DayTitle } from './days.ts';
import { RunRow } from './run-row.tsx';
import type { History } from './use-history.ts';
import styles from './history.module.css';

interface RunListProps {
  history: History;
  selected: string | undefined;
  onSelect: (id: string) => void;
}

/** The runs under the heads of their days; only rows near the screen are made. */
export function RunList({ history, selected, onSelect }: RunListProps): ReactNode {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const { runs, asOfMs } = history;
  const today = new Date(asOfMs).toDateString();
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- of the time only the day counts
  const rows = useMemo(() => byDay(runs, asOfMs, locale), [runs, today, locale]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const wide = useWide(scroller);
  const heightOf = useCallback(
    (row: number): number => (rows[row]!.type === 'day' ? DAY : wide ? ROW : ROW_NARROW),
    [rows, wide],
  );
  const { body, from, to, above, below } = useRows<HTMLUListElement>(rows.length, heightOf, scroller);
  useEffect(() => {
    scroller?.querySelector(`[data-run="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [scroller, selected]);
  return (
    <div className={styles['list']} ref={setScroller}>
      <ul ref={body} aria-label={t('region')}>
        <li aria-hidden="true" style={{ height: above }} />
        {rows.slice(from, to).map((row) =>
          row.type === 'day' ? (
            <li key={row.key} className={styles['day']}>
              <DayHead title={row.title} />
            </li>
          ) : (
            <RunRow
              key={row.run.id}
              run={row.run}
              selected={row.run.id === selected}
              nowMs={asOfMs}
              onSelect={onSelect}
            />
          ),
        )}
        <li aria-hidden="true" style={{ height: below }} />
      </ul>
      {history.hasMore ? (
        <div className={styles['more']}>
          <Button onClick={history.loadMore} disabled={history.loadingMore}>
            {t(history.loadingMore ? 'loadingMore' : 'loadMore')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const DAY = 32;
const ROW = 38;
/** Two lines. */
const ROW_NARROW = 64;

function DayHead({ title }: { title: DayTitle }): ReactNode {
  const { t } = useTranslation('history');
  return <h2>{title.type === 'day' ? title.date : t(title.type, { date: title.date })}</h2>;
}

/** Whether rows have one line, as the style sheet decides. */
function useWide(scroller: HTMLElement | null): boolean {
  const [wide, setWide] = useState(true);
  useEffect(() => {
    if (!scroller) return;
    const query = matchMedia('(min-width: 768px)');
    const look = (): void => setWide(query.matches);
    look();
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, [scroller]);
  return wide;
}
