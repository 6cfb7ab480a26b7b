import type { ReactNode } from 'react';
import { useLocale } from '../../i18n/locale.ts';
import { CHIP_WORDS, countWords, type Chip as ChipName, type Hue } from '@rollcall/protocol';
import { cx } from './cx.ts';
import styles from './chip.module.css';
import hues from './hue.module.css';

/** The glyph and hue that stand for a whole chip: those of its most common state. */
export const CHIP_LOOKS: Record<ChipName, { glyph: string; hue: Hue }> = {
  success: { glyph: '✓', hue: 'ok' },
  'non-zero-exit': { glyph: '▲', hue: 'exit' },
  'timed-out': { glyph: '◕', hue: 'exit' },
  'no-answer': { glyph: '✗', hue: 'fail' },
  running: { glyph: '▸', hue: 'run' },
  connecting: { glyph: '◌', hue: 'run' },
  queued: { glyph: '·', hue: 'queue' },
  cancelled: { glyph: '–', hue: 'queue' },
};

/** The coloured glyph of a chip, for the eye only. */
export function ChipGlyph({ chip }: { chip: ChipName }): ReactNode {
  const { glyph, hue } = CHIP_LOOKS[chip];
  return (
    <span className={cx(styles['glyph'], hues[hue])} aria-hidden="true">
      {glyph}
    </span>
  );
}

interface ChipProps {
  chip: ChipName;
  count: number;
  /** Absent: the chip only tells. Present: it is a toggle button. */
  pressed?: boolean;
  onPress?: () => void;
}

/** A count of hosts with glyph and word; zero is shown in the colour of labels. */
export function Chip({ chip, count, pressed, onPress }: ChipProps): ReactNode {
  const locale = useLocale();
  const body = (
    <>
      <ChipGlyph chip={chip} />
      <b>{countWords(count, locale)}</b> <span className={styles['word']}>{CHIP_WORDS[chip][locale]}</span>
    </>
  );
  const className = cx(styles['chip'], count === 0 && styles['zero']);
  if (!onPress) return <span className={className}>{body}</span>;
  return (
    <button type="button" className={className} aria-pressed={pressed ?? false} onClick={onPress}>
      {body}
    </button>
  );
}
