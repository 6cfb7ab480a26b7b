import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './search-field.module.css';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onValue: (value: string) => void;
}

/** A filter as one types. `/` goes there; Esc empties it, then leaves it. */
export function SearchField({ label, placeholder, value, onValue }: SearchFieldProps): ReactNode {
  return (
    <span className={styles['search']}>
      <Icon name="search" size={14} />
      <input
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          if (value === '') event.currentTarget.blur();
          else onValue('');
        }}
      />
      {value === '' ? <Kbd keys={['/']} /> : null}
    </span>
  );
}
