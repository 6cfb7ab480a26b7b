import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../ui/number-field.tsx';
import type { OptionField } from './options.ts';
import { useRefused } from './refused-fields.ts';

interface OptionNumberProps {
  field: Exclude<OptionField, 'user' | 'jump'>;
  label: string;
  value: number;
  onValue: (value: number) => void;
  bounds: { min: number; max: number };
  hint: string;
}

/** A number of the options, with the bounds or the server's word when it is wrong. */
export function OptionNumber({ field, bounds, ...rest }: OptionNumberProps): ReactNode {
  const { t } = useTranslation('compose');
  const refused = useRefused(field);
  return <NumberField {...rest} bounds={bounds} wrong={t('options.wrongNumber', bounds)} refused={refused} />;
}

/** A time in ms that people type in seconds. */
export function SecondsField({ value, onValue, bounds, ...rest }: OptionNumberProps): ReactNode {
  return (
    <OptionNumber
      {...rest}
      value={value / 1_000}
      onValue={(seconds) => onValue(Math.round(seconds * 1_000))}
      bounds={{ min: bounds.min / 1_000, max: bounds.max / 1_000 }}
    />
  );
}
