import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefused } from './refused-fields.ts';
import { effectiveTask } from './task.ts';
import type { ComposerState } from './use-composer.ts';
import styles from './options.module.css';

/** What has to be typed for each run: the password or passphrase of the login, and what sudo may ask. */
export function SecretFields({ state }: { state: ComposerState }): ReactNode {
  const { t } = useTranslation('compose');
  const refused = {
    password: useRefused('password'),
    passphrase: useRefused('passphrase'),
    sudo: useRefused('sudoPassword'),
  };
  const { need, draft, setSecrets } = state;
  const { secrets, options, task } = draft;
  return (
    <>
      {need === null ? null : (
        <SecretField
          field="secret"
          label={
            need === 'password' ? t('options.password') : t('options.passphrase', { key: options.identity })
          }
          hint={t('options.secretHint')}
          refused={refused[need]}
          value={secrets.login}
          onValue={(login) => setSecrets({ ...secrets, login })}
        />
      )}
      {effectiveTask(task).sudoUser === '' ? null : (
        <SecretField
          field="sudo-secret"
          label={t('options.sudoPassword')}
          hint={t('options.sudoPasswordHint')}
          refused={refused.sudo}
          value={secrets.sudo}
          onValue={(sudo) => setSecrets({ ...secrets, sudo })}
        />
      )}
    </>
  );
}

interface SecretFieldProps {
  field: string;
  label: string;
  hint: string;
  /** What the server said about it. */
  refused: string | null;
  value: string;
  onValue: (value: string) => void;
}

function SecretField({ field, label, hint, refused, value, onValue }: SecretFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['secret']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        data-field={field}
        type="password"
        autoComplete="off"
        maxLength={1_024}
        value={value}
        aria-invalid={refused === null ? undefined : true}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onValue(event.target.value)}
      />
      <span id={`${id}-hint`} className={refused === null ? undefined : styles['refused']}>
        {refused ?? hint}
      </span>
    </div>
  );
}
