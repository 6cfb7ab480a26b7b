import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@rollcall/protocol';
import { Kbd } from '../ui/kbd.tsx';
import { rich } from '../ui/rich.tsx';
import styles from './nothing-yet.module.css';

const CELLS = Array.from({ length: 21 }, (_, cell) => cell);

interface NothingYetProps {
  demo: Session['demo'];
  /** No run has ever been made here. */
  isFirst: boolean;
  onExample: (targets: string) => void;
}

/** Before anything is typed: what to do, and three ways to write hosts. In the demo the first one answers. */
export function NothingYet({ demo, isFirst, onExample }: NothingYetProps): ReactNode {
  const { t } = useTranslation('compose');
  const examples = [demo?.targets ?? '10.0.0.1-100', '10.0.0.0/24, !10.0.0.13', 'web-[001-240]'];
  return (
    <section className={styles['nothing']} aria-label={t('preview.title')} data-region id="results">
      <div className={styles['cells']} aria-hidden="true">
        {CELLS.map((cell) => (
          <i key={cell} />
        ))}
      </div>
      <h2 className={styles['title']}>{t(isFirst ? 'empty.title' : 'empty.another')}</h2>
      <p className={styles['hint']}>
        {t('empty.hint')} <Kbd keys={['Ctrl Enter']} />
        <span className="sr-only">Ctrl Enter</span>
      </p>
      <ul className={styles['examples']} aria-label={t('empty.examples')}>
        {examples.map((example) => (
          <li key={example}>
            <button type="button" translate="no" onClick={() => onExample(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
      {demo ? <p className={styles['demo']}>{rich(t('empty.demo', { targets: demo.targets }))}</p> : null}
    </section>
  );
}
