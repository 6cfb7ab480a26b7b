import { countWords, type HostView } from '@rollcall/protocol';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import type { HostSession } from '../../state/host-session.ts';
import type { OutputChoice } from '../../terminal/output-text.ts';
import type { GutterRow } from '../../terminal/output-terminal.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { sizeWords } from '../ui/size-words.ts';
import { outputUrl } from './live.ts';
import { useRun } from './run-context.ts';
import { useOutput } from './use-output.ts';

import styles from './output.module.css';

interface HostOutputProps {
  host: number;
  session: HostSession;
  view: HostView | undefined;
}

const STREAMS: readonly OutputChoice[] = ['both', 'stdout', 'stderr'];

/** What a host printed, in a terminal that cannot be harmed by it. */
export function HostOutput({ host, session, view }: HostOutputProps): ReactNode {
  const { t } = useTranslation('run');
  const { id, nameOf } = useRun();
  const [choice, setChoice] = useState<OutputChoice>('both');
  const [gutter, setGutter] = useState<readonly GutterRow[]>([]);
  const container = useRef<HTMLDivElement>(null);
  useOutput(container, { host, session, choice, gutter: setGutter });
  const { stdout, stderr } = session.window.printed;
  const nothing = (choice === 'stderr' ? 0 : stdout) + (choice === 'stdout' ? 0 : stderr) === 0;
  return (
    <section className={styles['output']} aria-label={t('host.output')}>
      <header className={styles['head']}>
        <h3>{t('host.output')}</h3>
        <Amount session={session} view={view} />
        {stdout + stderr === 0 ? null : (
          <fieldset className={styles['streams']} aria-label={t('host.streams')}>
            {STREAMS.map((each) => (
              <button key={each} type="button" aria-pressed={choice === each} onClick={() => setChoice(each)}>
                {each === 'both' ? t('host.both') : each}
              </button>
            ))}
          </fieldset>
        )}
        {stdout + stderr === 0 ? null : (
          <a
            className={styles['download']}
            href={outputUrl(id, host, choice)}
            download={`${nameOf(host)}.${choice === 'both' ? 'output' : choice}`}
            aria-label={t('host.download')}
            title={t('host.download')}
          >
            <Icon name="download" />
          </a>
        )}
      </header>
      <div className={styles['body']}>
        <Gutter rows={gutter} />
        <div
          ref={container}
          className={styles['terminal']}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keys
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={t('host.output')}
          translate="no"
        />
        {nothing && session.outcome === null ? (
          <p className={styles['nothing']}>
            {t(view?.connectingAtMs === undefined ? 'host.notCalledYet' : 'host.nothingYet')}
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** `2 lines, 105 bytes, complete`. */
function Amount({ session, view }: { session: HostSession; view: HostView | undefined }): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const outcome = view?.outcome;
  const words = useMemo((): string[] => {
    if (outcome === undefined || !('output' in outcome)) return [];
    const { lines, stdoutBytes, stderrBytes, gapBytes } = outcome.output;
    const bytes = stdoutBytes + stderrBytes;
    if (bytes === 0) return [t('host.nothing')];
    return [
      t('host.lines', { count: lines, n: countWords(lines, locale) }),
      bytes < 10_000 ? t('host.bytes', { count: bytes, n: countWords(bytes, locale) }) : sizeWords(bytes),
      ...(gapBytes === 0 ? [t('host.complete')] : []),
    ];
  }, [outcome, t, locale]);
  const { stdout, stderr } = session.window.printed;
  const soFar =
    outcome === undefined && stdout + stderr > 0 ? [sizeWords(stdout + stderr), t('host.live')] : [];
  return <span className={styles['amount']}>{[...words, ...soFar].join(locale === 'zh' ? '，' : ', ')}</span>;
}

/** Numbers of lines beside the terminal, and which came from stderr. */
function Gutter({ rows }: { rows: readonly GutterRow[] }): ReactNode {
  return (
    <div className={styles['gutter']} aria-hidden="true">
      {rows.map((row, at) => (
        // Rows of the screen have no other identity than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={cx(row !== null && row !== 'wrapped' && row.stderr && styles['stderr'])}>
          {row === null || row === 'wrapped' ? null : (
            <>
              {row.number} {row.stderr ? <b>err</b> : null}
            </>
          )}
        </div>
      ))}
    </div>
  );
}
