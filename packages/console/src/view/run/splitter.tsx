import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './run.module.css';

/** Width of the mosaic unless a person has chosen another, in px; the wide one where it leads. */
export const SIDE_USUAL_PX = 448;
export const SIDE_WIDE_PX = 920;
/** Above this many hosts the mosaic leads, and its side is the wide one. */
export const MOSAIC_LEADS_ABOVE = 1_000;
const LEAST_PX = 360;
/** No wider than this part of the page. */
const MOST_PART = 0.65;
const STEP_PX = 24;

interface SplitterProps {
  /** Null while nobody has chosen. */
  width: number | null;
  onWidth: (width: number | null) => void;
  leads: boolean;
}

/** The edge between results and mosaic: drag it, or move it with the arrow keys; a double press takes the choice back. */
export function Splitter({ width, onWidth, leads }: SplitterProps): ReactNode {
  const { t } = useTranslation('run');
  const edge = useRef<HTMLDivElement>(null);
  const most = (): number => Math.floor((edge.current?.parentElement?.clientWidth ?? 1_440) * MOST_PART);
  const set = (px: number): void => onWidth(Math.round(Math.max(LEAST_PX, Math.min(most(), px))));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(event.currentTarget.parentElement!.getBoundingClientRect().right - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const now = edge.current?.nextElementSibling?.clientWidth ?? SIDE_USUAL_PX;
    if (event.key === 'ArrowLeft') set(now + STEP_PX);
    else if (event.key === 'ArrowRight') set(now - STEP_PX);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={edge}
      className={styles['splitter']}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr cannot be moved
      role="separator"
      aria-orientation="vertical"
      aria-label={t('splitter')}
      aria-valuenow={width ?? (leads ? SIDE_WIDE_PX : SIDE_USUAL_PX)}
      aria-valuemin={LEAST_PX}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onWidth(null)}
      onKeyDown={onKeyDown}
    />
  );
}
