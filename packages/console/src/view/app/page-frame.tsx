import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../ui/kbd.tsx';
import { cx } from '../ui/cx.ts';
import { catchFocus } from './regions.ts';
import styles from './page-frame.module.css';

/** A key that works now, for the bottom line. */
export interface KeyHint {
  keys: readonly string[];
  label: string;
}

interface PageFrameProps {
  /** Title of the browser tab, before the product's name. */
  title: string;
  /** Left end of the bottom line: the state of the connection. */
  status: ReactNode;
  /** Right end of the bottom line; `?` is always added. */
  keys: readonly KeyHint[];
  children: ReactNode;
}

/** What every page stands in: main above, the bottom line of 28 px below. Hidden on phones, where nav takes its place. */
export function PageFrame({ title, status, keys, children }: PageFrameProps): ReactNode {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  const main = useRef<HTMLElement>(null);
  // The button that led here went with its page.
  useEffect(() => catchFocus(main.current), []);
  return (
    <>
      <main ref={main} className={styles['main']} id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className={styles['bottom']}>
        <div className={styles['status']}>{status}</div>
        <ul className={styles['keys']}>
          {[...keys, { keys: ['?'], label: t('keys.allKeys') }].map((hint) => (
            <li key={hint.keys.join(' ')}>
              <Kbd keys={hint.keys} />
              {hint.label}
            </li>
          ))}
        </ul>
      </footer>
    </>
  );
}

interface ConnectionProps {
  /** `live` blue, `idle` grey, `lost` red. */
  tone: 'live' | 'idle' | 'lost';
  word: string;
  children?: ReactNode;
}

/** Dot and word of the connection, and something beside them in the colour of labels. */
export function ConnectionState({ tone, word, children }: ConnectionProps): ReactNode {
  return (
    <>
      <span className={cx(styles['dot'], styles[tone])} aria-hidden="true" />
      <span className={styles['word']}>{word}</span>
      {children}
    </>
  );
}
