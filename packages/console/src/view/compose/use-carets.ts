import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/**
 * Where the carets under a squiggle begin, in px from the left edge of the field; null when the squiggle does not stand
 * in the last line on screen, because then something else lies between.
 */
export function useCarets(changes: readonly unknown[]): {
  mark: RefObject<HTMLElement | null>;
  left: number | null;
} {
  const mark = useRef<HTMLElement>(null);
  const [left, setLeft] = useState<number | null>(null);
  useLayoutEffect(() => {
    const measure = (): void => setLeft(caretsLeft(mark.current));
    measure();
    const box = mark.current?.parentElement;
    if (!box) return;
    const resized = new ResizeObserver(measure);
    resized.observe(box);
    return () => resized.disconnect();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the caller says what moves the squiggle
  }, changes);
  return { mark, left };
}

function caretsLeft(mark: HTMLElement | null): number | null {
  const box = mark?.parentElement;
  const rects = mark?.getClientRects();
  const rect = rects?.[0];
  if (!box || !rect || rects.length !== 1) return null;
  const frame = box.getBoundingClientRect();
  const style = getComputedStyle(box);
  const lastLine = frame.bottom - parseFloat(style.paddingBottom) - parseFloat(style.lineHeight);
  const isLast = rect.bottom > lastLine && rect.top < frame.bottom;
  const fits = rect.left >= frame.left && rect.right <= frame.right;
  return isLast && fits && box.scrollHeight <= box.clientHeight + 1 ? rect.left - frame.left : null;
}
