import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '@rollcall/protocol';
import { Field, Select } from '../ui/field.tsx';
import { isUserName, type Options } from './options.ts';
import { useRefused } from './refused-fields.ts';
import { isCode, type Secrets } from './secrets.ts';
import type { ComposerState } from './use-composer.ts';

/** User, key, and what hosts may want after it. The list of keys is what the server can read; the agent is its agent. */
export function LoginFields({ state }: { state: ComposerState }): ReactNode {
  const { t } = useTranslation('compose');
  const refused = useRefused('login');
  const { session, draft, setOptions } = state;
  const { options } = draft;
  const users = [...new Set([session.demo?.user, session.defaults.user, 'root'])].filter(
    (user) => user !== undefined,
  );
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
        onChange={(event) => setOptions({ ...options, user: event.target.value })}
        error={isUserName(options.user) ? refused : t('options.wrongUser')}
      >
        <datalist id="known-users">
          {users.map((user) => (
            <option key={user} value={user}>
              {user}
            </option>
          ))}
        </datalist>
      </Field>
      <Key session={session} options={options} onChange={setOptions} />
      <Seconds state={state} />
    </>
  );
}

interface KeyProps {
  session: Session;
  options: Options;
  onChange: (options: Options) => void;
}

function Key({ session, options, onChange }: KeyProps): ReactNode {
  const { t } = useTranslation('compose');
  const choose = (value: string): void => {
    if (value === 'agent' || value === 'password') onChange({ ...options, method: value });
    else onChange({ ...options, method: 'key', identity: value.slice(KEY.length) });
  };
  const keys = session.identities.map(({ name, type, encrypted }) => ({
    value: KEY + name,
    label: t(encrypted ? 'options.keyEncrypted' : 'options.keyOption', { name, type }),
  }));
  return (
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
  );
}

const KEY = 'key:';

/** What some hosts want beside the login. A login by password has said its password already. */
function Seconds({ state: { draft, setSecrets } }: { state: ComposerState }): ReactNode {
  const { t } = useTranslation('compose');
  const refused = useRefused('code');
  const { secrets, options } = draft;
  const set = (change: Partial<Secrets>): void => setSecrets({ ...secrets, ...change });
  return (
    <>
      {options.method === 'password' ? null : (
        <Field
          label={t('options.second')}
          type="password"
          autoComplete="off"
          maxLength={1_024}
          value={secrets.second}
          onChange={(event) => set({ second: event.target.value })}
          hint={t('options.secondHint')}
        />
      )}
      <Field
        label={t('options.code')}
        data-field="code"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={secrets.code}
        onChange={(event) => set({ code: event.target.value })}
        error={secrets.code === '' || isCode(secrets.code) ? refused : t('options.wrongCode')}
        hint={t('options.codeHint')}
      />
    </>
  );
}
