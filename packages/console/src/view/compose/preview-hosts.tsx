import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useRows } from '../ui/use-rows.ts';
import styles from './preview.module.css';

const ROW = 20;
/** Width of a character of the list (12.5 px mono) and the least space between two columns. */
const CHARACTER = 7.5;
const GAP = 28;

interface PreviewHostsProps {
  hosts: readonly string[];
  scroller: HTMLDivElement | null;
}

/** Every host in the order of calling, row by row, in as many columns as fit. */
export function PreviewHosts({ hosts, scroller }: PreviewHostsProps): ReactNode {
  const { t } = useTranslation('compose');
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const longest = hosts.reduce((most, host) => Math.max(most, host.length), 0);
  const columns = Math.max(1, Math.floor((width + GAP) / (longest * CHARACTER + GAP)));
  const lines = Math.ceil(hosts.length / columns);
  const { body, from, to, above, below } = useRows<HTMLUListElement>(lines, ROW, scroller);
  return (
    <div ref={frame} className={styles['hosts']}>
      <ul
        ref={body}
        className={styles['list']}
        style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
        aria-label={t('preview.expanded')}
      >
        <li aria-hidden="true" className={styles['blank']} style={{ height: above }} />
        {hosts.slice(from * columns, to * columns).map((host, at) => (
          <li key={host} aria-posinset={from * columns + at + 1} aria-setsize={hosts.length} translate="no">
            {host}
          </li>
        ))}
        <li aria-hidden="true" className={styles['blank']} style={{ height: below }} />
      </ul>
    </div>
  );
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const resized = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    resized.observe(element.current);
    return () => resized.disconnect();
  }, [element]);
  return width;
}
