import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';

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
 * Rows inside a longer scroller: only those near the screen are made, whatever their number.
 * @param scroller the element itself, from a state: a ref of a parent is still empty when the effects of its children run
 * @param heightOf height of a row in px; the same function as long as the heights are the same
 */
export function useRows<T extends HTMLElement>(
  count: number,
  heightOf: number | ((row: number) => number),
  scroller: HTMLDivElement | null,
): Rows<T> {
  const body = useRef<T>(null);
  const [span, setSpan] = useState({ from: 0, to: 0 });
  const tops = useMemo(() => rowTops(count, heightOf), [count, heightOf]);
  useLayoutEffect(() => {
    const pane = scrolling(scroller);
    if (!pane || !body.current) return;
    const measure = (): void => {
      const above = pane.getBoundingClientRect().top - (body.current?.getBoundingClientRect().top ?? 0);
      const next = rowSpan(tops, above, pane.clientHeight);
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
  }, [tops, scroller]);
  const to = Math.min(span.to, count);
  const from = Math.min(span.from, to);
  return { body, from, to, above: tops[from]!, below: tops[count]! - tops[to]! };
}

/** Distance of each row from the first, and at the end the height of all. */
export function rowTops(count: number, heightOf: number | ((row: number) => number)): Float64Array {
  const tops = new Float64Array(count + 1);
  for (let row = 0; row < count; row += 1)
    tops[row + 1] = tops[row]! + (typeof heightOf === 'number' ? heightOf : heightOf(row));
  return tops;
}

/**
 * The rows to make: `from` up to but not `to`.
 * @param above how far the first row lies above the top edge of the screen, in px; negative when below it
 */
export function rowSpan(tops: Float64Array, above: number, screen: number): { from: number; to: number } {
  const count = tops.length - 1;
  const clamp = (row: number): number => Math.max(0, Math.min(count, row));
  return {
    from: clamp(rowAt(tops, above) - OVERSCAN),
    to: clamp(rowAt(tops, above + screen) + 1 + OVERSCAN),
  };
}

/** The last row that begins at or above `y`; -1 above the first. */
function rowAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle]! <= y) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** On a narrow page the pane does not scroll by itself, the page around it does. */
function scrolling(pane: HTMLDivElement | null): HTMLDivElement | null {
  if (!pane || getComputedStyle(pane).overflowY !== 'visible') return pane;
  return pane.closest<HTMLDivElement>('[data-scroller]');
}
