import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_JUMP_CHARS, MAX_JUMP_HOPS } from '@rollcall/protocol';
import { Check } from '../ui/check.tsx';
import { Field, Select } from '../ui/field.tsx';
import { jumpFault } from './jump.ts';
import { OptionNumber } from './option-number.tsx';
import { BOUNDS, type Options } from './options.ts';
import { useRefused } from './refused-fields.ts';

interface WayFieldsProps {
  options: Options;
  set: (change: Partial<Options>) => void;
}

/** Port, jump hosts, host keys and algorithms. */
export function WayFields({ options, set }: WayFieldsProps): ReactNode {
  const { t } = useTranslation('compose');
  const refused = useRefused('jump');
  const fault = jumpFault(options.jump);
  return (
    <>
      <OptionNumber
        field="port"
        label={t('options.portLabel')}
        value={options.port}
        onValue={(value) => set({ port: value })}
        bounds={BOUNDS.port}
        hint={t('options.portHint')}
      />
      <Field
        mono
        label={t('options.jump')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={options.jump}
        onChange={(event) => set({ jump: event.target.value })}
        error={
          fault === null
            ? refused
            : t(`options.jump-${fault}`, { max: fault === 'too-many' ? MAX_JUMP_HOPS : MAX_JUMP_CHARS })
        }
        hint={t('options.jumpHint')}
      />
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
      <Check
        label={t('options.legacyLabel')}
        checked={options.legacy}
        onChange={(event) => set({ legacy: event.target.checked })}
        hint={t('options.legacyHint')}
      />
    </>
  );
}
