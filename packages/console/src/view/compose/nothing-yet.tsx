import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText, type RunSummary, type Session } from '@rollcall/protocol';
import { Kbd } from '../ui/kbd.tsx';
import { rich } from '../ui/rich.tsx';
import { recentRuns } from './command-history.ts';
import styles from './nothing-yet.module.css';

const CELLS = Array.from({ length: 21 }, (_, cell) => cell);

interface NothingYetProps {
  session: Session;
  /** Earlier runs, newest first; null while they are not known. */
  runs: readonly RunSummary[] | null;
  onExample: (targets: string) => void;
}

/** Before anything is typed: what to do, three ways to write hosts, and what ran last. In the demo the first example answers. */
export function NothingYet({ session, runs, onExample }: NothingYetProps): ReactNode {
  const { t } = useTranslation('compose');
  const { demo } = session;
  const examples = [demo?.targets ?? '10.0.0.1-100', '10.0.0.0/24, !10.0.0.13', 'web-[001-240]'];
  return (
    <section className={styles['nothing']} aria-label={t('preview.title')} data-region id="results">
      <div className={styles['cells']} aria-hidden="true">
        {CELLS.map((cell) => (
          <i key={cell} />
        ))}
      </div>
      <h2 className={styles['title']}>{t(runs?.length === 0 ? 'empty.title' : 'empty.another')}</h2>
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
      <Recent runs={recentRuns(runs ?? [])} />
    </section>
  );
}

/** What ran last, to be taken over with one press; asked for again, since a list of runs has no standard input. */
function Recent({ runs }: { runs: readonly RunSummary[] }): ReactNode {
  const { t } = useTranslation('compose');
  const navigate = useNavigate();
  if (runs.length === 0) return null;
  return (
    <>
      <h2 className={styles['recentTitle']}>{t('empty.recent')}</h2>
      <ul className={styles['recent']} aria-label={t('empty.recent')}>
        {runs.map(({ id, spec }) => (
          <li key={id}>
            <button
              type="button"
              translate="no"
              onClick={() => void navigate({ to: '/', search: { from: id } })}
            >
              <span>{visibleText(spec.targets)}</span>
              <span>{visibleText(spec.command)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
