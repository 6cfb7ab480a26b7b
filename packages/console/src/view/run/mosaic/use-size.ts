import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Width and height of an element's content in px, followed as they change; 0 before they are measured. */
export function useSize<E extends HTMLElement>(): [RefObject<E | null>, number, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return undefined;
    const style = getComputedStyle(measured);
    const measure = (): void => {
      const across = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      const along = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
      setWidth(Math.max(0, Math.floor(measured.clientWidth - across)));
      setHeight(Math.max(0, Math.floor(measured.clientHeight - along)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width, height];
}
