import { useId, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './panel.module.css';

/** Whether a person has typed this number, with or without its thousands marks. */
export function isCount(typed: string, count: number): boolean {
  const digits = typed.replaceAll(/[\s,，]/g, '');
  return digits !== '' && Number(digits) === count;
}

/** Why it was decided, for those who come later. */
export function NoteField({ value, onValue }: { value: string; onValue: (text: string) => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>
        {t('panel.note')} <span>{t('panel.optional')}</span>
      </label>
      <input id={id} maxLength={500} value={value} onChange={(event) => onValue(event.target.value)} />
    </div>
  );
}

interface CountFieldProps {
  ref?: Ref<HTMLInputElement>;
  label: string;
  value: string;
  onValue: (text: string) => void;
}

/** The count, typed by hand, so that nobody decides about more than was seen. */
export function CountField({ ref, label, value, onValue }: CountFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={styles['count']}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={ref}
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
    </div>
  );
}
