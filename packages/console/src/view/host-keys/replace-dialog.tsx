import { keyTypeWords, type OfferedKey } from '@rollcall/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { DecideProblem } from './decide-pane.tsx';
import { NoteField } from './fields.tsx';
import { placeLabel } from './places.ts';
import { useDecide } from './use-decide.ts';
import styles from './changed.module.css';

/** Lets a changed key in, once the host's name was typed: one host, by hand. */
export function ReplaceDialog({ offered, onClose }: { offered: OfferedKey; onClose: () => void }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const decide = useDecide();
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const host = placeLabel(offered);
  const replace = async (): Promise<void> => {
    if (await decide.replace(offered, note)) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      kind="alert"
      title={t('replace.title', { host })}
      description={t('replace.lead')}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === host && !decide.busy) void replace();
        }}
      >
        <dl>
          {offered.expected.map(({ fingerprint, type }) => (
            <div key={fingerprint}>
              <dt>{t('changed.trusted')}</dt>
              <dd>
                {type === null ? null : `${keyTypeWords(type)} `}
                <code translate="no">{fingerprint}</code>
              </dd>
            </div>
          ))}
          <div className={styles['now']}>
            <dt>{t('changed.now')}</dt>
            <dd>
              {keyTypeWords(offered.type, offered.bits)} <code translate="no">{offered.fingerprint}</code>
            </dd>
          </div>
        </dl>
        <NoteField value={note} onValue={setNote} />
        <Field
          label={t('replace.type', { host })}
          mono
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <DecideProblem problem={decide.problem} />
        <div className={styles['actions']}>
          <Button look="primary" type="submit" disabled={typed.trim() !== host || decide.busy}>
            {t('replace.confirm')}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('replace.back')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
