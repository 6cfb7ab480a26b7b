import type { ReactNode } from 'react';
import type { ChipCounts } from '@rollcall/protocol';
import { cx } from '../ui/cx.ts';
import { PARTS, partsOf } from './outcome.ts';
import styles from './result-bar.module.css';

/** How the hosts of a run ended, as a bar. For the eye only; the counts stand beside it in words. */
export function ResultBar({
  counts,
  className,
}: {
  counts: ChipCounts;
  className?: string | undefined;
}): ReactNode {
  const parts = partsOf(counts);
  return (
    <span className={cx(styles['bar'], className)} aria-hidden="true">
      {PARTS.map((part) =>
        parts[part] === 0 ? null : (
          <i key={part} className={styles[part]} style={{ flexGrow: parts[part] }} />
        ),
      )}
    </span>
  );
}
