import { useCallback, useState } from 'react';
import { readStored, writeStored } from '../../stored.ts';

/** A choice that this browser remembers; the usual value is not stored. */
export function useStored<T extends boolean | number | null>(
  name: string,
  usual: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => parsed(readStored(name), usual));
  const store = useCallback(
    (next: T): void => {
      setValue(next);
      writeStored(name, next === usual ? null : JSON.stringify(next));
    },
    [name, usual],
  );
  return [value, store];
}

/** What is stored may be of another version or edited by hand. */
function parsed<T>(stored: string | null, usual: T): T {
  if (stored === null) return usual;
  try {
    const value: unknown = JSON.parse(stored);
    const fits =
      usual === null
        ? typeof value === 'number' || typeof value === 'boolean'
        : typeof value === typeof usual;
    return fits ? (value as T) : usual;
  } catch {
    return usual;
  }
}
