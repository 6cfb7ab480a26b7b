import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Mosaic } from '../run/mosaic.tsx';
import type { Targets } from './targets.ts';
import styles from './compose-page.module.css';

/** The squares that will fill once the run has started: one hollow cell per host. */
export function PreviewMosaic({ targets }: { targets: Targets }): ReactNode {
  const { hosts } = targets;
  const [cursor, setCursor] = useState<number | null>(null);
  const states = useMemo(() => new Uint8Array(hosts.length), [hosts]);
  const label = useCallback((host: number): string => hosts[host] ?? '', [hosts]);
  if (hosts.length === 0) return null;
  return (
    <Mosaic
      className={styles['mosaic'] ?? ''}
      count={hosts.length}
      label={label}
      states={states}
      cursor={cursor !== null && cursor < hosts.length ? cursor : null}
      onCursor={setCursor}
    />
  );
}
