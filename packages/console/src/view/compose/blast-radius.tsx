import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { rich } from '../ui/rich.tsx';
import { bigWords } from './big-words.ts';
import type { Targets } from './targets.ts';
import styles from './composer.module.css';

interface BlastRadiusProps {
  id: string;
  targets: Targets;
  hasCommand: boolean;
  /** The count to be typed; null when none is asked for. */
  toType: number | null;
  confirmation: string;
  onConfirmation: (text: string) => void;
}

/** How many hosts will run it, in the one big number, and the field that allows a large run. */
export function BlastRadius(props: BlastRadiusProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const field = useId();
  const { id, targets, hasCommand, toType, confirmation, onConfirmation } = props;
  const { count } = targets;
  if (count === 0n || targets.overLimit) return null;
  return (
    <div className={styles['blast']}>
      <p id={id} className={styles['effect']}>
        <b>{bigWords(count, locale)}</b>{' '}
        {t(hasCommand ? 'blast.hosts' : 'blast.noCommand', { count: Number(count) })}
      </p>
      {toType === null ? null : (
        <div className={styles['allow']}>
          <label htmlFor={field}>{rich(t('blast.allow', { n: countWords(toType, locale) }))}</label>
          <input
            data-field="confirmation"
            id={field}
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            value={confirmation}
            onChange={(event) => onConfirmation(event.target.value)}
          />
        </div>
      )}
    </div>
  );
}
