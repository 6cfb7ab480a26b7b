import type { ReactNode } from 'react';
import styles from './kbd.module.css';

/** Keys as caps, drawn for the eye only: assistive technology gets `aria-keyshortcuts` or the dialog of all keys. */
export function Kbd({ keys }: { keys: readonly string[] }): ReactNode {
  return (
    <span className={styles['keys']} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
