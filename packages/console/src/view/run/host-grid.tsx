import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HeadRow, HostRow } from './host-row.tsx';
import { PHONE, useMedia } from './use-media.ts';
import type { Moves } from './use-run-keys.ts';
import styles from './hosts.module.css';

const ROW_PX = 33;
const ROW_PX_PHONE = 44;
/** The row with the names of the columns covers the first rows as they scroll. */
const HEAD_PX = 27;

/* A table cannot be as long as ten thousand rows of which forty are made. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

/** The rows of the list; only those on screen are made. One row is the cursor, arrow keys move it. */
export function HostGrid({ moves, opened }: { moves: Moves; opened: number | null }): ReactNode {
  const { t } = useTranslation('run');
  const { list, cursor, setCursor, onOpen } = moves;
  const phone = useMedia(PHONE);
  const rowPx = phone ? ROW_PX_PHONE : ROW_PX;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const rows = useVirtualizer({
    count: list.order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
  });
  const at = cursor === null ? -1 : list.order.indexOf(cursor);
  useCursorInSight(rows, at);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = rowAfter(
      event.key,
      at,
      list.order.length,
      Math.floor((scroller.current?.clientHeight ?? 0) / rowPx),
    );
    const host = to === null ? undefined : list.order[to];
    if (host === undefined) return;
    event.preventDefault();
    setCursor(host);
    if (opened !== null) onOpen(host);
  };
  return (
    <div
      ref={scroller}
      className={styles['grid']}
      role="grid"
      tabIndex={0}
      aria-label={t('hosts.label')}
      aria-rowcount={list.order.length + 1}
      aria-activedescendant={at >= 0 ? `${id}${cursor}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => list.hold(true)}
      onBlur={() => list.hold(false)}
      onPointerEnter={() => list.hold(true)}
      onPointerLeave={(event) => list.hold(event.currentTarget.contains(document.activeElement))}
    >
      <HeadRow />
      <div className={styles['rows']} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const host = list.order[index]!;
          return (
            <HostRow
              key={host}
              id={`${id}${host}`}
              host={host}
              index={index}
              top={start - HEAD_PX}
              marked={host === cursor}
              onPress={() => {
                setCursor(host);
                onOpen(host);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Keeps the cursor's row in sight. Rows move under it only while nobody is in the list. */
function useCursorInSight(
  rows: { scrollToIndex: (index: number, options: { align: 'auto' }) => void },
  at: number,
): void {
  const before = useRef(-1);
  useEffect(() => {
    if (at < 0 || at === before.current) return;
    before.current = at;
    rows.scrollToIndex(at, { align: 'auto' });
  }, [rows, at]);
}

/** Where a key leads from row `at` of `count`; null when it is not for the list. */
function rowAfter(key: string, at: number, count: number, page: number): number | null {
  const clamp = (row: number): number => Math.max(0, Math.min(count - 1, row));
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1);
    case 'ArrowUp':
      return clamp(at < 0 ? count - 1 : at - 1);
    case 'PageDown':
      return clamp(at + page);
    case 'PageUp':
      return clamp(at - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
