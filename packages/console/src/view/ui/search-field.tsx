import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import styles from './search-field.module.css';

interface SearchFieldProps {
  /** Accessible name, also the placeholder. */
  label: string;
  value: string;
  onValue: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
  /** The key that leads here, drawn while the field is empty. */
  shortcut?: string;
}

/** A field that narrows what stands below it. Esc empties it, and leaves it when it is empty. */
export function SearchField({ label, value, onValue, ref, shortcut }: SearchFieldProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Escape') return;
    if (value === '') event.currentTarget.blur();
    else onValue('');
    event.stopPropagation();
  };
  return (
    <div className={styles['search']}>
      <Icon name="search" size={14} />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {shortcut !== undefined && value === '' ? <Kbd keys={[shortcut]} /> : null}
    </div>
  );
}
