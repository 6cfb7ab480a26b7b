import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { countWords, type Session } from '@rollcall/protocol';
import { useLocale } from '../../i18n/locale.ts';
import { EnvField } from './env-field.tsx';
import { InputField } from './input-field.tsx';
import { BOUNDS, type Options } from './options.ts';
import { LoginFields } from './login-fields.tsx';
import { OptionNumber, SecondsField } from './option-number.tsx';
import { TaskFields } from './task-fields.tsx';
import type { ComposerState } from './use-composer.ts';
import { WayFields } from './way-fields.tsx';
import styles from './options.module.css';

/** Login, way, what runs and limits. Login, way and limits are remembered here; what runs, and secrets, are not. */
export function OptionsPanel({ state }: { state: ComposerState }): ReactNode {
  const { t } = useTranslation('compose');
  const { session, draft, setOptions, setTask } = state;
  const set = (change: Partial<Options>): void => setOptions({ ...draft.options, ...change });
  return (
    <section id="options-panel" className={styles['panel']} aria-label={t('options.region')}>
      <Group name={t('options.groups.login')}>
        <LoginFields state={state} />
      </Group>
      <Group name={t('options.groups.way')}>
        <WayFields options={draft.options} set={set} />
      </Group>
      <Group name={t('options.groups.task')}>
        <TaskFields task={draft.task} onChange={setTask} />
        <EnvField task={draft.task} onChange={setTask} />
        <InputField task={draft.task} onChange={setTask} />
      </Group>
      <Group name={t('options.groups.limits')}>
        <LimitFields session={session} options={draft.options} set={set} />
      </Group>
    </section>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className={styles['group']}>
      <legend>{name}</legend>
      <div className={styles['groupFields']}>{children}</div>
    </fieldset>
  );
}

interface LimitFieldsProps {
  session: Session;
  options: Options;
  set: (change: Partial<Options>) => void;
}

function LimitFields({ session, options, set }: LimitFieldsProps): ReactNode {
  const { t } = useTranslation('compose');
  const locale = useLocale();
  const fanout = { min: 1, max: session.limits.maxFanout };
  return (
    <>
      <OptionNumber
        field="fanout"
        label={t('options.fanout')}
        value={options.fanout}
        onValue={(value) => set({ fanout: value })}
        bounds={fanout}
        hint={t('options.fanoutHint', { max: countWords(fanout.max, locale) })}
      />
      <SecondsField
        field="connectTimeoutMs"
        label={t('options.connectTimeout')}
        value={options.connectTimeoutMs}
        onValue={(value) => set({ connectTimeoutMs: value })}
        bounds={BOUNDS.connectTimeoutMs}
        hint={t('options.seconds')}
      />
      <SecondsField
        field="commandTimeoutMs"
        label={t('options.commandTimeout')}
        value={options.commandTimeoutMs}
        onValue={(value) => set({ commandTimeoutMs: value })}
        bounds={BOUNDS.commandTimeoutMs}
        hint={t('options.secondsOrNone')}
      />
      <SecondsField
        field="silenceTimeoutMs"
        label={t('options.silenceTimeout')}
        value={options.silenceTimeoutMs}
        onValue={(value) => set({ silenceTimeoutMs: value })}
        bounds={BOUNDS.silenceTimeoutMs}
        hint={t('options.silenceHint')}
      />
    </>
  );
}
