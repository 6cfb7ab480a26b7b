import { useId, type ComponentProps, type ReactNode } from 'react';
import styles from './check.module.css';

interface CheckProps extends Omit<ComponentProps<'input'>, 'id' | 'type' | 'className'> {
  /** The accessible name, right of the box. */
  label: string;
  hint: ReactNode;
}

/** A choice of yes or no, with what it means below. The words are part of the target. */
export function Check({ label, hint, ...input }: CheckProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['check']}>
      <label htmlFor={id}>
        <input {...input} type="checkbox" id={id} aria-describedby={`${id}-hint`} />
        {label}
      </label>
      <div id={`${id}-hint`} className={styles['hint']}>
        {hint}
      </div>
    </div>
  );
}
