import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface Rows<T extends HTMLElement> {
  /** Goes on the element that holds the rows, and before and after them blanks of `above` and `below`. */
  body: RefObject<T | null>;
  /** The rows to make: `from` up to but not `to`. */
  from: number;
  to: number;
  /** Height of the rows left out, in px. */
  above: number;
  below: number;
}

/** Rows made beyond each edge of the screen, so that a fast wheel meets no blank. */
const OVERSCAN = 8;

/**
 * Rows of one height inside a longer scroller: only those near the screen are made, whatever their number.
 * @param scroller the element itself, from a state: a ref of a parent is still empty when the effects of its children run
 */
export function useRows<T extends HTMLElement>(
  count: number,
  height: number,
  scroller: HTMLDivElement | null,
): Rows<T> {
  const body = useRef<T>(null);
  const [span, setSpan] = useState({ from: 0, to: 0 });
  useLayoutEffect(() => {
    const pane = scrolling(scroller);
    if (!pane || !body.current) return;
    const measure = (): void => {
      const above = pane.getBoundingClientRect().top - (body.current?.getBoundingClientRect().top ?? 0);
      const next = rowSpan(above, pane.clientHeight, height, count);
      setSpan((now) => (now.from === next.from && now.to === next.to ? now : next));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(pane);
    resized.observe(body.current);
    pane.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      pane.removeEventListener('scroll', measure);
    };
  }, [count, height, scroller]);
  const to = Math.min(span.to, count);
  const from = Math.min(span.from, to);
  return { body, from, to, above: from * height, below: (count - to) * height };
}

/**
 * The rows to make: `from` up to but not `to`.
 * @param above how far the first row lies above the top edge of the screen, in px; negative when below it
 */
export function rowSpan(
  above: number,
  screen: number,
  height: number,
  count: number,
): { from: number; to: number } {
  const clamp = (row: number): number => Math.max(0, Math.min(count, row));
  return {
    from: clamp(Math.floor(above / height) - OVERSCAN),
    to: clamp(Math.ceil((above + screen) / height) + OVERSCAN),
  };
}

/** On a narrow page the pane does not scroll by itself, the page around it does. */
function scrolling(pane: HTMLDivElement | null): HTMLDivElement | null {
  if (!pane || getComputedStyle(pane).overflowY !== 'visible') return pane;
  return pane.closest<HTMLDivElement>('[data-scroller]');
}
