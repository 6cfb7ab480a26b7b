import { useState, type ReactNode } from 'react';
import { Field } from './field.tsx';

interface NumberFieldProps {
  label: string;
  value: number;
  /** Called with every number typed, also one out of bounds; an empty field is `NaN`. */
  onValue: (value: number) => void;
  bounds: { min: number; max: number };
  hint?: ReactNode;
  /** Shown when the number is out of bounds. */
  wrong: string;
  /** What the server said about a number within the bounds. */
  refused?: string | null;
}

/** A number between bounds. The text stays as typed while it means the same number, so that `1.` can become `1.5`. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { label, value, onValue, bounds, hint, wrong, refused = null } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const same = typed !== null && Object.is(numberOf(typed), value);
  const right = value >= bounds.min && value <= bounds.max;
  return (
    <Field
      label={label}
      type="number"
      inputMode="decimal"
      min={bounds.min}
      max={bounds.max}
      step="any"
      value={same ? typed : Number.isNaN(value) ? '' : String(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        onValue(numberOf(event.target.value));
      }}
      hint={right ? hint : undefined}
      error={right ? refused : wrong}
    />
  );
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
