import { HOST_STATE_LOOKS, HOST_STATES, type Chip } from '@rollcall/protocol';
import { useEffect, useState, type RefObject } from 'react';
import { onNextFrame } from '../../../terminal/frame.ts';
import { loadTerminalFonts } from '../../../terminal/fonts.ts';
import { useTheme } from '../../app/theme.ts';
import { breathe, BREATHING_HOSTS } from './breath.ts';
import type { MosaicProps } from './mosaic-props.ts';
import type { MosaicLayout } from './layout.ts';
import { MosaicPainter } from './painter.ts';
import { readPalette } from './palette.ts';

type Painted = Pick<MosaicProps, 'label' | 'states' | 'hatched' | 'subscribe' | 'live'> & {
  layout: MosaicLayout;
  filter: ReadonlySet<Chip>;
};

const NONE: ReadonlySet<number> = new Set();

/** Keeps the canvas as the states are: all of it when anything but a state changes, else at most once a frame what changed. */
export function usePainter(canvas: RefObject<HTMLCanvasElement | null>, painted: Painted): void {
  const { layout, label, states, hatched = NONE, subscribe, live = false, filter } = painted;
  const theme = useTheme();
  const hasFonts = useFonts();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const painter = new MosaicPainter(
      element,
      layout,
      readPalette(theme),
      { states, hatched, addressOf: label, faded: (code) => isFaded(code, filter), hasFonts },
      window.devicePixelRatio,
    );
    painter.paintAll();
    if (!subscribe) return undefined;
    const dirty = new Set<number>();
    const breath =
      live && breathes(states) ? breathe(states, (...rings) => painter.paintRings(...rings)) : null;
    let cancel: (() => void) | null = null;
    const stop = subscribe((hosts) => {
      for (const host of hosts) dirty.add(host);
      breath?.wake();
      cancel ??= onNextFrame(() => {
        cancel = null;
        painter.paintHosts(dirty);
        dirty.clear();
      });
    });
    return () => {
      stop();
      breath?.stop();
      cancel?.();
    };
  }, [canvas, layout, label, states, hatched, subscribe, live, filter, theme, hasFonts]);
}

/** Not where there are many, and not for who wants no motion. */
function breathes(states: Uint8Array): boolean {
  return states.length <= BREATHING_HOSTS && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function isFaded(code: number, filter: ReadonlySet<Chip>): boolean {
  return filter.size > 0 && !filter.has(HOST_STATE_LOOKS[HOST_STATES[code]!].chip);
}

/** True once the fonts are there. */
function useFonts(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let there = true;
    const load = async (): Promise<void> => {
      await loadTerminalFonts();
      if (there) setReady(true);
    };
    void load();
    return () => {
      there = false;
    };
  }, []);
  return ready;
}
