import { HOST_STATE_LOOKS, HOST_STATES } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { useLocale } from '../../../i18n/locale.ts';
import { cx } from '../../ui/cx.ts';
import hues from '../../ui/hue.module.css';
import type { MosaicProps } from './mosaic-props.ts';
import type { MosaicLayout } from './layout.ts';
import { cellBox } from './hit.ts';
import styles from './mosaic.module.css';

const TIP_PX = 240;

/** What a cell stands for, beside the cell; the same is said to screen readers by the cell's name. */
export function MosaicTip(props: MosaicProps & { layout: MosaicLayout; host: number }): ReactNode {
  const { layout, host, label, states, detail } = props;
  const locale = useLocale();
  const box = cellBox(layout, host);
  if (box === null) return null;
  const { glyph, hue, word } = HOST_STATE_LOOKS[HOST_STATES[states[host] ?? 0]!];
  const left = Math.max(0, Math.min(box.x + box.width + 6, layout.width - TIP_PX));
  const below = box.y + box.height + 8;
  const above = below + 72 > layout.height && box.y > 72;
  return (
    <div
      className={styles['tip']}
      aria-hidden="true"
      style={above ? { left, bottom: layout.height - box.y + 8 } : { left, top: below }}
    >
      <span className={cx(styles['tipGlyph'], hues[hue])}>{glyph}</span>
      <code className={styles['tipName']}>{label(host)}</code>
      <span className={styles['tipText']}>{detail?.(host) || word[locale]}</span>
    </div>
  );
}
