import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@rollcall/protocol';
import { Field, Select } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { BOUNDS, isUserName, type Options } from './options.ts';
import styles from './options.module.css';

interface OptionsPanelProps {
  session: Session;
  options: Options;
  onChange: (options: Options) => void;
}

/** Login, how many at once, time limits and host keys. Choices are remembered here; secrets are not. */
export function OptionsPanel({ session, options, onChange }: OptionsPanelProps): ReactNode {
  const { t } = useTranslation('compose');
  const set = (change: Partial<Options>): void => onChange({ ...options, ...change });
  const wrong = ({ min, max }: { min: number; max: number }): string =>
    t('options.wrongNumber', { min, max });
  const fanout = { min: 1, max: session.limits.maxFanout };
  return (
    <section id="options-panel" className={styles['panel']} aria-label={t('options.region')}>
      <Login session={session} options={options} onChange={onChange} />
      <Select
        label={t('options.hostKeys')}
        value={options.hostKeys}
        onChange={(event) => set({ hostKeys: event.target.value === 'accept-new' ? 'accept-new' : 'strict' })}
        hint={t(options.hostKeys === 'strict' ? 'options.hostKeysStrict' : 'options.hostKeysNew')}
        options={[
          { value: 'strict', label: t('options.strict') },
          { value: 'accept-new', label: t('options.acceptNewOption') },
        ]}
      />
      <NumberField
        label={t('options.fanout')}
        value={options.fanout}
        onValue={(value) => set({ fanout: value })}
        bounds={fanout}
        hint={t('options.fanoutHint', { max: fanout.max })}
        wrong={wrong(fanout)}
      />
      <NumberField
        label={t('options.connectTimeout')}
        value={options.connectTimeoutMs / 1_000}
        onValue={(value) => set({ connectTimeoutMs: Math.round(value * 1_000) })}
        bounds={inSeconds(BOUNDS.connectTimeoutMs)}
        hint={t('options.seconds')}
        wrong={wrong(inSeconds(BOUNDS.connectTimeoutMs))}
      />
      <NumberField
        label={t('options.commandTimeout')}
        value={options.commandTimeoutMs / 1_000}
        onValue={(value) => set({ commandTimeoutMs: Math.round(value * 1_000) })}
        bounds={inSeconds(BOUNDS.commandTimeoutMs)}
        hint={t('options.secondsOrNone')}
        wrong={wrong(inSeconds(BOUNDS.commandTimeoutMs))}
      />
      <NumberField
        label={t('options.portLabel')}
        value={options.port}
        onValue={(value) => set({ port: value })}
        bounds={BOUNDS.port}
        hint={t('options.portHint')}
        wrong={wrong(BOUNDS.port)}
      />
    </section>
  );
}

const inSeconds = ({ min, max }: { min: number; max: number }): { min: number; max: number } => ({
  min: min / 1_000,
  max: max / 1_000,
});

/** User and key. The list of keys is what the server can read; the agent is its agent, not that of this browser. */
function Login({ session, options, onChange }: OptionsPanelProps): ReactNode {
  const { t } = useTranslation('compose');
  const users = [...new Set([session.demo?.user, session.defaults.user, 'root'])].filter(
    (user) => user !== undefined,
  );
  const choose = (value: string): void => {
    if (value === 'agent' || value === 'password') onChange({ ...options, method: value });
    else onChange({ ...options, method: 'key', identity: value.slice(KEY.length) });
  };
  const keys = session.identities.map(({ name, type, encrypted }) => ({
    value: KEY + name,
    label: t(encrypted ? 'options.keyEncrypted' : 'options.keyOption', { name, type }),
  }));
  return (
    <>
      <Field
        label={t('options.user')}
        list="known-users"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
        value={options.user}
        onChange={(event) => onChange({ ...options, user: event.target.value })}
        error={isUserName(options.user) ? null : t('options.wrongUser')}
      >
        <datalist id="known-users">
          {users.map((user) => (
            <option key={user} value={user}>
              {user}
            </option>
          ))}
        </datalist>
      </Field>
      <Select
        wide
        label={t('options.key')}
        value={options.method === 'key' ? KEY + options.identity : options.method}
        onChange={(event) => choose(event.target.value)}
        options={[
          ...(keys.length > 0 ? keys : [{ value: '-', label: t('options.noKeys'), disabled: true }]),
          ...(session.agent ? [{ value: 'agent', label: t('options.agentOption') }] : []),
          { value: 'password', label: t('options.passwordOption') },
        ]}
      />
    </>
  );
}

const KEY = 'key:';
