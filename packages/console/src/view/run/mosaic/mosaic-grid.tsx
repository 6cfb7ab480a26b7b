import type { Chip } from '@rollcall/protocol';
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { cx } from '../../ui/cx.ts';
import type { MosaicProps } from './mosaic-props.ts';
import type { MosaicLayout } from './layout.ts';
import { cellBox, hostAtEnd, hostAtPoint, hostBeside, type Direction } from './hit.ts';
import { MosaicTip } from './mosaic-tip.tsx';
import { Pulses } from './pulses.tsx';
import { usePainter } from './use-painter.ts';
import styles from './mosaic.module.css';

interface MosaicGridProps extends MosaicProps {
  layout: MosaicLayout;
  filter: ReadonlySet<Chip>;
  describe: (host: number) => string;
  name: string;
}

const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/* The cells are pixels: no table could hold the one real cell, which lies on top of them. */
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

/** The canvas, the one real cell on it that follows the cursor, and the tooltip of the cell under the pointer. */
export function MosaicGrid(props: MosaicGridProps): ReactNode {
  const { layout, cursor, onCursor, onOpen, name } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const cell = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  usePainter(canvas, props);
  useVisible(cell, cursor);
  const hostUnder = (event: MouseEvent<HTMLDivElement>): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return hostAtPoint(layout, event.clientX - left, event.clientY - top);
  };
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const host = hostUnder(event);
    if (host === null) return;
    onCursor(host);
    onOpen?.(host);
    cell.current?.focus({ preventScroll: true });
  };
  const here =
    cursor !== null && cellBox(layout, cursor) !== null ? cursor : hostAtEnd(layout, 'first', null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = here === null ? null : nextHost(layout, here, event);
    if (next === 'open') {
      if (here !== null) onOpen?.(here);
    } else if (next !== null) onCursor(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={styles['grid']}
      role="grid"
      tabIndex={-1}
      aria-label={name}
      aria-rowcount={layout.rows}
      aria-colcount={layout.columns}
      style={{ width: layout.width, height: layout.height }}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onMouseMove={(event) => setHovered(hostUnder(event))}
      onMouseLeave={() => setHovered(null)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {props.live ? <Pulses {...props} /> : null}
      {here === null ? null : <Cell {...props} ref={cell} host={here} marked={here === cursor} />}
      {hovered === null ? null : <MosaicTip {...props} host={hovered} />}
    </div>
  );
}

/** Where a key leads from `host`; null when it is not for the mosaic. */
function nextHost(layout: MosaicLayout, host: number, event: KeyboardEvent): number | 'open' | null {
  const direction = DIRECTIONS[event.key];
  if (direction !== undefined) return hostBeside(layout, host, direction);
  if (event.key === 'Enter' || event.key === ' ') return 'open';
  if (event.key === 'Home') return hostAtEnd(layout, 'first', event.ctrlKey ? null : host);
  if (event.key === 'End') return hostAtEnd(layout, 'last', event.ctrlKey ? null : host);
  return null;
}

interface CellProps extends MosaicGridProps {
  host: number;
  /** It is the cursor, not only the place where the focus would go. */
  marked: boolean;
  ref: Ref<HTMLDivElement>;
}

function Cell({ layout, host, marked, describe, ref }: CellProps): ReactNode {
  const box = cellBox(layout, host)!;
  const at = layout.cellOf[host]!;
  return (
    <div role="row" aria-rowindex={Math.floor(at / layout.columns) + 1}>
      <div
        ref={ref}
        role="gridcell"
        aria-colindex={(at % layout.columns) + 1}
        aria-label={describe(host)}
        aria-selected={marked}
        tabIndex={0}
        className={cx(styles['cell'], marked && styles['marked'], layout.kind === 'dot' && styles['dot'])}
        style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}
      />
    </div>
  );
}

/** Keeps the cursor's cell in sight when the cursor moves, not when the layout changes. */
function useVisible(cell: RefObject<HTMLDivElement | null>, cursor: number | null): void {
  const before = useRef(cursor);
  useEffect(() => {
    if (before.current === cursor) return;
    before.current = cursor;
    cell.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cell, cursor]);
}
