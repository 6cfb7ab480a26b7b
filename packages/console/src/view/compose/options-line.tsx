import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { useCallingWords } from '../ui/calling-words.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { rich } from '../ui/rich.tsx';
import { specOf } from './attempt.ts';
import { defaultOptions } from './options.ts';
import { OptionsPanel } from './options-panel.tsx';
import { useRefusedFields, type RefusedFields } from './refused-fields.ts';
import { NO_TASK } from './task.ts';
import type { ComposerState } from './use-composer.ts';
import styles from './options.module.css';

/** How the hosts will be called, in one line, and the panel that changes it. */
export function OptionsLine({ state }: { state: ComposerState }): ReactNode {
  const { t } = useTranslation('compose');
  const [open, setOpen] = useState(false);
  const refused = useRefusedFields();
  const [shown, setShown] = useState<RefusedFields>(refused);
  // What the server refused is shown where it can be changed.
  if (refused !== shown) {
    setShown(refused);
    if (Object.keys(refused).some((field) => !ELSEWHERE.has(field))) setOpen(true);
  }
  const reset = (): void => {
    state.setOptions(defaultOptions(state.session));
    state.setTask({ ...NO_TASK, interpreter: state.draft.task.interpreter });
  };
  return (
    <div className={styles['options']}>
      <div className={styles['line']}>
        <div className={styles['clip']}>
          <p className={styles['summary']}>
            {useSummary(state).map((part) => (
              <span key={part}>{rich(part)}</span>
            ))}
          </p>
        </div>
        {open ? (
          <Button look="quiet" className={styles['reset']} onClick={reset}>
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
      {open ? <OptionsPanel state={state} /> : null}
    </div>
  );
}

/** Fields that stand outside the panel. */
const ELSEWHERE = new Set(['targets', 'command', 'script', 'password', 'passphrase', 'sudoPassword']);

function useSummary({ draft }: ComposerState): string[] {
  const { t } = useTranslation('compose');
  const { secrets, options } = draft;
  return [
    ...useCallingWords(specOf(draft)),
    ...(secrets.second !== '' && options.method !== 'password' ? [t('options.withSecond')] : []),
    ...(secrets.code === '' ? [] : [t('options.withCode')]),
  ];
}
