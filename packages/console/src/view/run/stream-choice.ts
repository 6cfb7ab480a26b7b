import type { Chip } from '@rollcall/protocol';
import { useMemo, useState } from 'react';
import { useLocale } from '../../i18n/locale.ts';
import type { StreamView as View } from '../../terminal/stream-controller.ts';
import type { StreamChoice } from '../../terminal/stream-source.ts';

/** What a person chose to see of the stream, and what the terminal says about it. */
export interface ChosenStream {
  choice: StreamChoice;
  setFold: (fold: boolean) => void;
  setNeedle: (needle: string) => void;
  view: View;
  setView: (view: View) => void;
}

const NOTHING_YET: View = { follow: true, held: 0, folds: false, lines: 0, heads: null };
/** The choice of a run page; `chips` filter the stream as they filter everything. */
export function useStreamChoice(chips: ReadonlySet<Chip>): ChosenStream {
  const locale = useLocale();
  const [fold, setFold] = useState<boolean | null>(null);
  const [needle, setNeedle] = useState('');
  const [view, setView] = useState(NOTHING_YET);
  const choice = useMemo(() => ({ fold, needle, chips, locale }), [fold, needle, chips, locale]);
  return { choice, setFold, setNeedle, view, setView };
}
