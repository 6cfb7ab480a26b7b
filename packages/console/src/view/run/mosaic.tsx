import { HOST_STATE_LOOKS, HOST_STATES, type Chip } from '@rollcall/protocol';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/locale.ts';
import { useHotkeys } from '../app/hotkeys.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { rich } from '../ui/rich.tsx';
import { layOut } from './mosaic/geometry.ts';
import type { MosaicLayout } from './mosaic/layout.ts';
import { layOutTile } from './mosaic/tiles.ts';
import { MosaicGrid } from './mosaic/mosaic-grid.tsx';
import type { MosaicProps } from './mosaic/mosaic-props.ts';
import { useSize } from './mosaic/use-size.ts';
import styles from './mosaic/mosaic.module.css';

const NO_FILTER: ReadonlySet<Chip> = new Set();

/** All hosts as squares, on one canvas whatever their number. */
export function Mosaic(props: MosaicProps): ReactNode {
  const { count, label, dated, className, legend } = props;
  const { t } = useTranslation('run');
  const locale = useLocale();
  const [pane, width, height] = useSize<HTMLDivElement>();
  const [zoomed, setZoomed] = useState<number | null>(null);
  const called = calledOf(count, props.hatched?.size ?? 0);
  const whole = useMemo(
    () => (width > 0 ? layOut(count, label, width, called) : null),
    [count, label, width, called],
  );
  const block = zoomed === null ? undefined : whole?.blocks[zoomed];
  const layout = useMemo(
    () => (block === undefined ? whole : layOutTile(block, label, width, height)),
    [whole, block, label, width, height],
  );
  const describeHost = useCallback(
    (host: number): string => {
      const state = HOST_STATES[props.states[host] ?? 0]!;
      return `${label(host)}${locale === 'zh' ? '，' : ', '}${HOST_STATE_LOOKS[state].word[locale]}`;
    },
    [label, props.states, locale],
  );
  const toggleZoom = useZoom(whole, props.cursor, zoomed, setZoomed);
  return (
    <section className={cx(styles['pane'], className)} aria-label={t('mosaic.label')} data-region>
      <header className={styles['head']}>
        <h2>{t('mosaic.label')}</h2>
        <span className={styles['what']}>
          {dated ? dated.words : whole && rich(headWords(t, whole, block?.label))}
        </span>
        {whole?.tiled ? (
          <Button className={styles['zoom']} aria-pressed={block !== undefined} onClick={toggleZoom}>
            <Icon name="search" size={14} />
            {t('mosaic.zoom')}
          </Button>
        ) : null}
      </header>
      <div ref={pane} className={cx(styles['scroll'], dated && styles['dated'])}>
        {layout === null ? null : (
          <MosaicGrid
            {...props}
            layout={layout}
            filter={props.filter ?? NO_FILTER}
            describe={props.describe ?? describeHost}
            name={t('mosaic.label')}
          />
        )}
        {legend}
      </div>
    </section>
  );
}

/** Hosts that decide the size of a cell: those that are called, unless there are more that are not. */
function calledOf(count: number, hatched: number): number {
  return 2 * hatched > count ? count : count - hatched;
}

type Words = ReturnType<typeof useTranslation<'run'>>['t'];

/** What a square is, beside the title: `last octet of 10.0.0.x`. */
function headWords(t: Words, layout: MosaicLayout, zoomed: string | undefined): string {
  const { shared, tiled } = layout;
  const address = shared !== null && /^\d/.test(shared);
  if (zoomed !== undefined)
    return t('mosaic.tile', { name: address && shared ? `${shared}.${zoomed}` : zoomed });
  if (tiled) return address ? t('mosaic.perSubnet', { name: `${shared}.n` }) : t('mosaic.perHost');
  if (layout.kind !== 'named')
    return address ? t('mosaic.hostsOf', { name: `${shared}.x` }) : t('mosaic.perHost');
  if (shared === null) return '';
  return address ? t('mosaic.octet', { name: `${shared}.x` }) : t('mosaic.number', { name: `${shared}*` });
}

/** `Z` opens the tile of the cursor large; `Z` again or Esc goes back. */
function useZoom(
  layout: MosaicLayout | null,
  cursor: number | null,
  zoomed: number | null,
  setZoomed: (block: number | null) => void,
): () => void {
  const toggle = (): void => {
    setZoomed(zoomed === null && layout !== null ? (layout.blockOf[cursor ?? 0] ?? 0) : null);
  };
  useHotkeys({
    ...(layout?.tiled ? { z: toggle } : {}),
    ...(zoomed === null ? {} : { Escape: () => setZoomed(null) }),
  });
  return toggle;
}
