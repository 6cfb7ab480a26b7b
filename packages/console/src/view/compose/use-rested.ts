import { useEffect, useRef, useState } from 'react';

/** Follows `value`, but only once it has rested for `ms`: for live regions, which must not speak at each key. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
    const timer = setTimeout(() => setRested(latest.current), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
