import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import styles from './remark.module.css';

interface RemarkProps {
  /** `fail` a red cross, `exit` an amber triangle. */
  tone: 'fail' | 'exit';
  /** The first words, in the colour of the tone. */
  title: string;
  children?: ReactNode;
  role?: 'alert';
}

/** A line under a field: what is wrong or worth knowing, and what to do. */
export function Remark({ tone, title, children, role }: RemarkProps): ReactNode {
  return (
    <div className={cx(styles['remark'], styles[tone])} role={role}>
      <span className={styles['glyph']}>
        {tone === 'fail' ? <Icon name="cross" size={14} /> : <Triangle />}
      </span>
      <p>
        <span className={styles['title']}>{title}</span> {children}
      </p>
    </div>
  );
}

/** What is worth knowing, drawn as wide as the icons beside words. */
export function Triangle(): ReactNode {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d="M7 2 12.6 12H1.4z" fill="currentColor" />
    </svg>
  );
}
