import { countWords, type DecidedKey } from '@rollcall/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { DecideProblem } from './decide-pane.tsx';
import { CountField, isCount, NoteField } from './fields.tsx';
import { foldPlaces } from './places.ts';
import { useDecide } from './use-decide.ts';
import styles from './panel.module.css';

interface DecidedPanelProps {
  state: DecidedKey['state'];
  chosen: readonly DecidedKey[];
  onDone: () => void;
}

/** Revokes or forgets the chosen keys, once their count was typed. */
export function DecidedPanel({ state, chosen, onDone }: DecidedPanelProps): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const decide = useDecide();
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const count = chosen.length;
  const n = countWords(count, locale);
  if (count === 0) return <p className={styles['lead']}>{t('panel.nothing')}</p>;
  const go = async (action: 'revoke' | 'forget'): Promise<void> => {
    if (!(await decide.run(action, chosen, note))) return;
    setTyped('');
    setNote('');
    onDone();
  };
  const ready = isCount(typed, count) && !decide.busy;
  return (
    <>
      <h2>{t('panel.decided', { count, n })}</h2>
      <p className={styles['lead']}>{t('panel.decidedLead')}</p>
      <p className={styles['range']} translate="no">
        <code>{foldPlaces(chosen)}</code>
      </p>
      <NoteField value={note} onValue={setNote} />
      <CountField label={t('panel.typeRevoke', { n })} value={typed} onValue={setTyped} />
      <div className={styles['actions']}>
        {state === 'trusted' ? (
          <Button disabled={!ready} onClick={() => void go('revoke')}>
            {t('panel.revoke')}
          </Button>
        ) : null}
        <Button disabled={!ready} onClick={() => void go('forget')}>
          {t('panel.forget')}
        </Button>
      </div>
      <DecideProblem problem={decide.problem} />
    </>
  );
}
