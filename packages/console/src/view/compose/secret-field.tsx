import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './options.module.css';

interface SecretFieldProps {
  need: 'password' | 'passphrase';
  /** The key that the passphrase opens. */
  identity: string;
  value: string;
  onValue: (value: string) => void;
}

/** A password or passphrase for this run. It lives in the state of the page alone and is emptied once the run has started. */
export function SecretField({ need, identity, value, onValue }: SecretFieldProps): ReactNode {
  const { t } = useTranslation('compose');
  const id = useId();
  return (
    <div className={styles['secret']}>
      <label htmlFor={id}>
        {need === 'password' ? t('options.password') : t('options.passphrase', { key: identity })}
      </label>
      <input
        id={id}
        data-field="secret"
        type="password"
        autoComplete="off"
        maxLength={1_024}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onValue(event.target.value)}
      />
      <span id={`${id}-hint`}>{t('options.secretHint')}</span>
    </div>
  );
}
