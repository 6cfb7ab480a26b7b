import { HOST_STATE_LOOKS, HOST_STATES, type Hue } from '@rollcall/protocol';
import { useEffect, useState, type ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import hues from '../../ui/hue.module.css';
import type { MosaicLayout } from './layout.ts';
import { cellBox } from './hit.ts';
import type { MosaicProps } from './mosaic-props.ts';
import styles from './mosaic.module.css';

/** Rings at once; when a whole subnet fails, more would only be noise. */
const MOST = 24;
const TURNS: ReadonlySet<Hue> = new Set<Hue>(['exit', 'fail']);
const HUES: readonly Hue[] = HOST_STATES.map((state) => HOST_STATE_LOOKS[state].hue);

type PulsesProps = Pick<MosaicProps, 'states' | 'subscribe'> & { layout: MosaicLayout };

/** One ring of 240 ms around each cell that turns amber or red. None for who wants no motion. */
export function Pulses({ states, subscribe, layout }: PulsesProps): ReactNode {
  const [rings, setRings] = useState<readonly number[]>([]);
  useEffect(() => {
    if (!subscribe || matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    return subscribe((hosts) => {
      const turned = hosts.filter((host) => TURNS.has(HUES[states[host]!]!));
      if (turned.length === 0 || turned.length > MOST) return;
      setRings((now) => [...new Set([...now, ...turned])].slice(-MOST));
    });
  }, [states, subscribe]);
  const end = (host: number): void => setRings((now) => now.filter((each) => each !== host));
  return rings.map((host) => {
    const box = cellBox(layout, host);
    if (box === null) return null;
    return (
      <i
        key={host}
        aria-hidden="true"
        className={cx(styles['pulse'], hues[HUES[states[host]!]!])}
        style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
        onAnimationEnd={() => end(host)}
      />
    );
  });
}
