import { useId, type ReactNode } from 'react';
import styles from './segments.module.css';

interface SegmentsProps<V extends string> {
  /** The accessible name of the group; not shown. */
  label: string;
  value: V;
  onValue: (value: V) => void;
  options: readonly { value: V; label: string; disabled?: boolean }[];
  /** Why some cannot be chosen. */
  hint?: string | undefined;
}

/** A choice of two or three words in a row. Radio buttons underneath, so arrows move and Tab passes. */
export function Segments<V extends string>(props: SegmentsProps<V>): ReactNode {
  const { label, value, onValue, options, hint } = props;
  const name = useId();
  return (
    <fieldset className={styles['segments']} aria-label={label} title={hint}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onValue(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
