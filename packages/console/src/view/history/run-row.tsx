import { Link } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { durationWords, visibleText, type RunSummary } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { cx } from '../ui/cx.ts';
import { clockMinute } from './days.ts';
import { tookMs } from './outcome.ts';
import { ResultBar } from './result-bar.tsx';
import { RunResult } from './run-result.tsx';
import styles from './history.module.css';

interface RunRowProps {
  run: RunSummary;
  selected: boolean;
  /** Until when a live run has taken its time. */
  nowMs: number;
  onSelect: (id: string) => void;
}

/** A run as a link to it. With a summary beside the list the first press of a mouse only selects. */
export function RunRow({ run, selected, nowMs, onSelect }: RunRowProps): ReactNode {
  const locale = useLocale();
  const took = tookMs(run, nowMs);
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    // A keyboard or a screen reader that presses the link (detail 0) means to open it, as does a double press.
    if (!plain || event.detail !== 1 || !hasSummary(event.currentTarget)) return;
    event.preventDefault();
    onSelect(run.id);
  };
  return (
    <li className={cx(styles['row'], selected && styles['selected'])} data-run={run.id}>
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        preload={false}
        tabIndex={selected ? 0 : -1}
        aria-current={selected || undefined}
        onClick={onClick}
        onFocus={() => onSelect(run.id)}
      >
        <span className={styles['time']}>{clockMinute(run.createdAtMs)}</span>
        <span className={styles['command']} translate="no">
          {firstLine(run.spec.command)}
        </span>
        <span className={styles['targets']} translate="no">
          {firstLine(run.spec.targets)}
        </span>
        <ResultBar counts={run.counts} className={styles['bar']} />
        <span className={styles['result']}>
          <RunResult run={run} />
        </span>
        <span className={styles['took']}>{took === null ? '' : durationWords(took, locale)}</span>
      </Link>
    </li>
  );
}

/** A text of several lines as one, with what a terminal would act on written out. */
function firstLine(text: string): string {
  const [first = '', ...rest] = text.trim().split(/\r?\n/);
  return visibleText(rest.length > 0 ? `${first} …` : first);
}

function hasSummary(row: HTMLElement): boolean {
  const summary = row.closest('main')?.querySelector<HTMLElement>('[data-summary]');
  return summary !== null && summary !== undefined && summary.offsetParent !== null;
}
