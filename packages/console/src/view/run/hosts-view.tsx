import {
  columnDuration,
  countWords,
  exitCell,
  HOST_STATE_LOOKS,
  HOST_STATES,
  type Chip,
  type HostState,
} from '@rollcall/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import type { HostSort } from './host-order.ts';
import { useRun, useSnapshot } from './run-context.ts';
import { SearchField } from './search-field.tsx';
import { PHONE, useMedia } from './use-media.ts';
import type { HostList } from './use-host-order.ts';
import type { Go } from './use-place.ts';
import type { Moves } from './use-run-keys.ts';
import styles from './hosts.module.css';

interface HostsViewProps {
  moves: Moves;
  opened: number | null;
  chips: ReadonlySet<Chip>;
  go: Go;
}

/** All hosts of the run as a list, filtered and sorted. Only the rows on screen are made. */
export function HostsView({ moves, opened, chips, go }: HostsViewProps): ReactNode {
  const { list } = moves;
  return (
    <div className={styles['hosts']}>
      <ListTools list={list} />
      {list.order.length === 0 ? (
        <NoMatch filtered={chips.size > 0} list={list} onAll={() => go({ chips: new Set() }, 'adjust')} />
      ) : (
        <HostGrid moves={moves} opened={opened} />
      )}
    </div>
  );
}

const SORTS: readonly HostSort[] = ['worst', 'address', 'time'];

function ListTools({ list }: { list: HostList }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  return (
    <div className={styles['tools']}>
      <SearchField
        label={t('hosts.filter')}
        placeholder={t('hosts.placeholder')}
        value={list.needle}
        onValue={list.setNeedle}
      />
      {list.moved > 0 ? (
        <span className={styles['moved']}>
          {t('hosts.moved', { count: list.moved, n: countWords(list.moved, locale) })}{' '}
          <LinkButton onClick={list.again}>{t('hosts.reorder')}</LinkButton>
        </span>
      ) : null}
      <Menu
        trigger={
          <Button look="quiet" className={styles['sort']}>
            <span className="sr-only">{t('hosts.sort')} </span>
            {t(`hosts.${list.sort}`)}
            <Icon name="down" size={14} />
          </Button>
        }
      >
        <MenuChoice
          value={list.sort}
          onChange={list.setSort}
          options={SORTS.map((value) => ({ value, label: t(`hosts.${value}`) }))}
        />
      </Menu>
    </div>
  );
}

function NoMatch({
  filtered,
  list,
  onAll,
}: {
  filtered: boolean;
  list: HostList;
  onAll: () => void;
}): ReactNode {
  const { t } = useTranslation('run');
  const clear = (): void => {
    list.setNeedle('');
    if (filtered) onAll();
  };
  return (
    <p className={styles['none']}>
      {t('hosts.none')} <LinkButton onClick={clear}>{t('hosts.clear')}</LinkButton>
    </p>
  );
}

const ROW_PX = 33;
const ROW_PX_PHONE = 44;
/** The row with the names of the columns covers the first rows as they scroll. */
const HEAD_PX = 27;

/* A table cannot be as long as ten thousand rows of which forty are made. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

function HostGrid({ moves, opened }: { moves: Moves; opened: number | null }): ReactNode {
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

function HeadRow(): ReactNode {
  const { t } = useTranslation('run');
  return (
    <div className={cx(styles['row'], styles['head'])} role="row" aria-rowindex={1}>
      <span />
      <span role="columnheader">{t('stream.address')}</span>
      <span role="columnheader">{t('stream.status')}</span>
      <span role="columnheader" className={styles['right']}>
        {t('stream.exit')}
      </span>
      <span role="columnheader" className={styles['right']}>
        {t('hosts.timeHead')}
      </span>
    </div>
  );
}

/** Glyphs that the font draws smaller than the others. */
const SMALL: ReadonlySet<HostState> = new Set<HostState>(['running', 'quiet']);

interface HostRowProps {
  id: string;
  host: number;
  index: number;
  top: number;
  marked: boolean;
  onPress: () => void;
}

function HostRow({ id, host, index, top, marked, onPress }: HostRowProps): ReactNode {
  const locale = useLocale();
  const { store, nameOf } = useRun();
  useSnapshot();
  const state = HOST_STATES[store.shown[host]!]!;
  const { glyph, word, hue } = HOST_STATE_LOOKS[state];
  const outcome = store.state.hosts.get(host)?.outcome;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid has the keys
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={marked}
      className={cx(styles['row'], marked && styles['marked'], styles[hue])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onPress}
    >
      <span className={cx(styles['glyph'], SMALL.has(state) && styles['small'])} aria-hidden="true">
        {glyph}
      </span>
      <span role="gridcell" className={styles['address']}>
        {nameOf(host)}
      </span>
      <span role="gridcell" className={styles['status']}>
        {word[locale]}
      </span>
      <span role="gridcell" className={styles['right']}>
        {outcome ? exitCell(outcome) : ''}
      </span>
      <span role="gridcell" className={styles['right']}>
        {outcome && 'durationMs' in outcome ? columnDuration(outcome.durationMs) : ''}
      </span>
    </div>
  );
}
