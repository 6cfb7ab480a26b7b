import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords, type Session } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { limitWords } from '../ui/limit-words.ts';
import { rich } from '../ui/rich.tsx';
import { defaultOptions, type Options } from './options.ts';
import { OptionsPanel } from './options-panel.tsx';
import styles from './options.module.css';

interface OptionsLineProps {
  session: Session;
  options: Options;
  onChange: (options: Options) => void;
}

/** How the hosts will be called, in one line, and the panel that changes it. */
export function OptionsLine(props: OptionsLineProps): ReactNode {
  const { t } = useTranslation('compose');
  const [open, setOpen] = useState(false);
  return (
    <div className={styles['options']}>
      <div className={styles['line']}>
        <div className={styles['clip']}>
          <p className={styles['summary']}>
            {useSummary(props.options).map((part) => (
              <span key={part}>{rich(part)}</span>
            ))}
          </p>
        </div>
        {open ? (
          <Button
            look="quiet"
            className={styles['reset']}
            onClick={() => props.onChange(defaultOptions(props.session))}
          >
            {t('options.reset')}
          </Button>
        ) : null}
        <button
          type="button"
          className={styles['change']}
          data-field="options"
          aria-expanded={open}
          aria-controls="options-panel"
          onClick={() => setOpen(!open)}
        >
          {t('options.change')}
          <span className={cx(styles['chevron'], open && styles['turned'])}>
            <Icon name="down" size={14} />
          </span>
        </button>
      </div>
      {open ? <OptionsPanel {...props} /> : null}
    </div>
  );
}

function useSummary(options: Options): string[] {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const login = {
    key: () => t('options.withKey', { key: options.identity }),
    agent: () => t('options.withAgent'),
    password: () => t('options.withPassword'),
  };
  const time = (ms: number): string => (ms === 0 ? t('options.noLimit') : limitWords(ms, locale));
  return [
    t('options.as', { user: options.user }) + login[options.method](),
    ...(options.port === 22 ? [] : [t('options.port', { port: options.port })]),
    t('options.atOnce', { n: countWords(options.fanout, locale) }),
    t('options.connect', { time: time(options.connectTimeoutMs) }),
    t('options.command', { time: time(options.commandTimeoutMs) }),
    ...(options.hostKeys === 'accept-new' ? [t('options.acceptNew')] : []),
  ];
}
