import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import styles from './field.module.css';

interface FieldFrame {
  /** The accessible name, shown above. */
  label: string;
  /** A short text under the field; part of the description. */
  hint?: ReactNode;
  /** Words in `fail` under the field; the field becomes invalid. */
  error?: ReactNode;
  mono?: boolean;
  /** 40 px high instead of 32. */
  tall?: boolean;
}

type Input = Omit<ComponentProps<'input'>, 'id' | 'className'>;

/** A labelled one-line field. Its edge reaches 3 : 1, the focus ring lies on the edge. */
export function Field({ label, hint, error, mono, tall, children, ...input }: FieldFrame & Input): ReactNode {
  const id = useId();
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={styles['frame']}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={cx(styles['field'], mono && styles['mono'], tall && styles['tall'])}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
      />
      {children}
      {error ? (
        <div id={`${id}-error`} className={styles['error']} role="alert">
          <Icon name="cross" size={14} />
          <span>{error}</span>
        </div>
      ) : null}
      {hint ? (
        <div id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </div>
      ) : null}
    </div>
  );
}

interface SelectProps extends Omit<ComponentProps<'select'>, 'id' | 'className' | 'children'> {
  label: string;
  hint?: ReactNode;
  /** Two columns of a grid. */
  wide?: boolean;
  options: readonly { value: string; label: string; disabled?: boolean }[];
}

/** A labelled choice from a closed list; the browser's own list opens, which every phone and screen reader knows. */
export function Select({ label, hint, wide, options, ...select }: SelectProps): ReactNode {
  const id = useId();
  return (
    <div className={cx(styles['frame'], wide && styles['wide'])}>
      <label htmlFor={id}>{label}</label>
      <select
        {...select}
        id={id}
        className={cx(styles['field'], styles['select'])}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {hint ? (
        <div id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </div>
      ) : null}
    </div>
  );
}
