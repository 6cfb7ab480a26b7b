import { useEffect, useRef, type ReactNode } from 'react';
import styles from './listbox.module.css';

/* A select has the focus itself; here the field keeps it. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

interface ListboxProps<Option> {
  id: string;
  /** The accessible name. */
  label: string;
  options: readonly Option[];
  /** Index of the option that Enter takes; its element has the id `id-index`. */
  active: number;
  onChoose: (option: Option) => void;
  onActive: (index: number) => void;
  children: (option: Option) => ReactNode;
}

/**
 * The list of a field that keeps the focus (ARIA: `aria-controls` and `aria-activedescendant` on the field). It hangs
 * under the element before it and looks as a menu does.
 */
export function Listbox<Option>(props: ListboxProps<Option>): ReactNode {
  const { id, label, options, active, onChoose, onActive, children } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={styles['anchor']}>
      <div ref={list} id={id} role="listbox" aria-label={label} className={styles['list']}>
        {options.map((option, at) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys
          <div
            key={at}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            tabIndex={-1}
            className={styles['option']}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => onActive(at)}
            onClick={() => onChoose(option)}
          >
            {children(option)}
          </div>
        ))}
      </div>
    </div>
  );
}
