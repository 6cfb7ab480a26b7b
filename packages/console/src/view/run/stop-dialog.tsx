import { countWords, DEFAULT_STAGE_LIMITS } from '@rollcall/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, problemTitle } from '../../api/problem.ts';
import { useLocale } from '../../i18n/locale.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { cancelRun } from './live.ts';
import { useRun, useSnapshot } from './run-context.ts';
import { roughDuration } from './words.ts';
import styles from './stop.module.css';

/** From TERM to KILL: half of the time that a host has to stop. */
const KILL_AFTER_MS = DEFAULT_STAGE_LIMITS.cancelMs / 2;

/** Asks before a run is stopped, and says what that does to how many hosts. */
export function StopDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation('run');
  const { id } = useRun();
  const locale = useLocale();
  const [why, setWhy] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const stop = async (): Promise<void> => {
    setAsking(true);
    try {
      await cancelRun(id);
      onClose();
    } catch (error) {
      const { code } = asProblem(error);
      if (code === 'run-finished') return onClose();
      setWhy(problemTitle(code, locale));
      setAsking(false);
    }
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('stop.title')} description={useEffectWords()}>
      {why === null ? null : (
        <p className={styles['failed']} role="alert">
          {t('stop.failed', { why })}
        </p>
      )}
      <div className={styles['actions']}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- Enter confirms what S has asked for */}
        <Button look="primary" autoFocus disabled={asking} onClick={() => void stop()}>
          <Icon name="stop" size={14} />
          {t('stop.confirm')}
          <Kbd keys={['Enter']} />
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t('stop.back')}
        </Button>
      </div>
    </Dialog>
  );
}

/** What stopping does now, in numbers that go on changing while the dialog is open. */
function useEffectWords(): string {
  const { t } = useTranslation('run');
  const locale = useLocale();
  const { counts } = useSnapshot();
  const inFlight = counts.running + counts.connecting;
  const time = roughDuration(KILL_AFTER_MS, locale);
  const words = [
    inFlight === 0
      ? t('stop.noneInFlight')
      : t('stop.inFlight', { count: inFlight, n: countWords(inFlight, locale), time }),
    ...(counts.queued === 0
      ? []
      : [t('stop.queued', { count: counts.queued, n: countWords(counts.queued, locale) })]),
  ];
  return words.join(locale === 'zh' ? '' : ' ');
}
