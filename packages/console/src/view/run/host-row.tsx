import { columnDuration, exitCell, HOST_STATE_LOOKS, HOST_STATES, type HostState } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import { useRun, useSnapshot } from './run-context.ts';
import styles from './hosts.module.css';

/* A table cannot be as long as ten thousand rows of which forty are made. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

/** The names of the columns. */
export function HeadRow(): ReactNode {
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

/** One host of the list. */
export function HostRow({ id, host, index, top, marked, onPress }: HostRowProps): ReactNode {
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
