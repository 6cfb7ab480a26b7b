import { countWords } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { useCallingWords } from '../ui/calling-words.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { rich } from '../ui/rich.tsx';
import { AskedDetails } from './asked-details.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import { utcWords, whenWords } from './words.ts';
import styles from './asked.module.css';

interface LockedComposerProps {
  compact: boolean;
  onStop: () => void;
  onCopy: () => void;
}

/** What was asked for. It cannot be changed; it can be copied to a new run, and stopped while it goes. */
export function LockedComposer({ compact, onStop, onCopy }: LockedComposerProps): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { spec } = useRun();
  const { hostCount, phase } = useSnapshot();
  return (
    <section
      className={cx(styles['asked'], compact && styles['compact'])}
      aria-label={t('asked.region')}
      data-region
    >
      <div className={styles['targets']}>
        <div className={styles['label']}>
          <h2>{t('asked.targets')}</h2>
          <span>{rich(t('asked.hosts', { count: hostCount, n: countWords(hostCount, locale) }))}</span>
        </div>
        <code className={styles['box']} title={spec.targets}>
          <span className={styles['clamp']}>{spec.targets}</span>
        </code>
      </div>
      <div className={styles['command']}>
        <div className={styles['label']}>
          <h2>{t(spec.script ? 'asked.script' : 'asked.command')}</h2>
          {phase === 'finished' ? null : (
            <button type="button" className={styles['copy']} aria-keyshortcuts="n" onClick={onCopy}>
              <span className={styles['words']}>{t('asked.copy')}</span>
              <Kbd keys={['N']} />
              <span className={styles['icon']}>
                <Icon name="copy" />
              </span>
            </button>
          )}
        </div>
        <code className={styles['box']} title={spec.command}>
          <span className={styles['clamp']}>
            {spec.script ? null : (
              <span className={styles['prompt']} aria-hidden="true">
                ${' '}
              </span>
            )}
            {spec.command}
          </span>
        </code>
      </div>
      {phase === 'finished' ? <CopyButton onCopy={onCopy} /> : <StopButton onStop={onStop} />}
      <Calling />
    </section>
  );
}

function StopButton({ onStop }: { onStop: () => void }): ReactNode {
  const { t } = useTranslation('run');
  const { cancelRequestedBy } = useSnapshot();
  const asked = cancelRequestedBy !== null;
  return (
    <div className={styles['stop']}>
      <div className={styles['label']}>
        <span />
        <Kbd keys={['S']} />
      </div>
      <Button size="tall" disabled={asked} aria-keyshortcuts="s" onClick={onStop}>
        <Icon name="stop" />
        {t(asked ? 'asked.stopping' : 'asked.stop')}
      </Button>
    </div>
  );
}

/** A run that is over can only be copied: that takes the place of Stop. */
function CopyButton({ onCopy }: { onCopy: () => void }): ReactNode {
  const { t } = useTranslation('run');
  return (
    <div className={styles['stop']}>
      <div className={styles['label']}>
        <span />
        <Kbd keys={['N']} />
      </div>
      <Button size="tall" aria-keyshortcuts="n" onClick={onCopy}>
        <span className={styles['words']}>{t('asked.copy')}</span>
        <span className={styles['icon']}>
          <Icon name="copy" />
        </span>
      </Button>
    </div>
  );
}

/** How the hosts are called, by whom and since when. */
function Calling(): ReactNode {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { spec, summary } = useRun();
  const { nowMs } = useSnapshot();
  const when = whenWords(summary.createdAtMs, nowMs, locale);
  const parts = [...useCallingWords(spec), t('asked.by', { who: summary.createdBy, when })];
  return (
    <div className={styles['how']}>
      <p className={styles['calling']} title={utcWords(summary.createdAtMs)}>
        {parts.map((part) => (
          <span key={part}>{rich(part)}</span>
        ))}
      </p>
      <AskedDetails spec={spec} />
    </div>
  );
}
