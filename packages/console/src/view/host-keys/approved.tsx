import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { countWords, type OfferedKey } from '@rollcall/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../../api/problem.ts';
import { runQuery } from '../../api/runs.ts';
import { sessionQuery } from '../../api/session.ts';
import { useLocale } from '../../i18n/locale.ts';
import { useDraft } from '../compose/draft.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { newestRun } from './choice.ts';
import { foldPlaces } from './places.ts';
import styles from './panel.module.css';

/** What was just approved, and the way to run again on exactly these hosts: the composer opens, nothing starts. */
export function Approved({ keys }: { keys: readonly OfferedKey[] }): ReactNode {
  const { t } = useTranslation('hostKeys');
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { copy, setTargets } = useDraft();
  const [gone, setGone] = useState(false);
  const run = newestRun(keys);
  if (run === null) return null;
  const count = keys.length;
  const n = countWords(count, locale);
  const again = async (): Promise<void> => {
    try {
      const [{ spec }, session] = await Promise.all([
        client.fetchQuery(runQuery(run)),
        client.ensureQueryData(sessionQuery),
      ]);
      copy(spec, session);
      setTargets(foldPlaces(keys));
      await navigate({ to: '/' });
    } catch (error) {
      setGone(asProblem(error).code === 'unknown-run');
    }
  };
  return (
    <output className={styles['approved']}>
      <p>
        <span className={styles['fine']} aria-hidden="true">
          <Icon name="check" size={14} />
        </span>{' '}
        {t('panel.done', { count, n })}
      </p>
      <Button look="primary" onClick={() => void again()}>
        <Icon name="again" size={14} />
        {t('panel.again', { count, n })}
      </Button>
      <p className={styles['hint']}>{t(gone ? 'panel.againFailed' : 'panel.againHint')}</p>
    </output>
  );
}
