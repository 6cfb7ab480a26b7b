import type { ReactNode } from 'react';
import styles from './kbd.module.css';

const MAC = typeof navigator !== 'undefined' && /^(Mac|iP)/.test(navigator.platform);

/** A key as this keyboard names it: ⌘ stands for Ctrl on a Mac. */
export const keyCap = (key: string): string => (MAC ? key.replace('Ctrl', '⌘') : key);

/** Keys as caps, drawn for the eye only: assistive technology gets `aria-keyshortcuts` or the dialog of all keys. */
export function Kbd({ keys }: { keys: readonly string[] }): ReactNode {
  return (
    <span className={styles['keys']} aria-hidden="true">
      {keys.map((key) => (
        <kbd key={key} className={styles['key']}>
          {keyCap(key)}
        </kbd>
      ))}
    </span>
  );
}
