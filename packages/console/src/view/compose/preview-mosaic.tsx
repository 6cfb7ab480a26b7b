import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mosaic } from '../run/mosaic.tsx';
import type { Targets } from './targets.ts';
import styles from './compose-page.module.css';

/** The squares that will fill once the run has started: one hollow cell per host, and a hatched one for each left out. */
export function PreviewMosaic({ targets }: { targets: Targets }): ReactNode {
  const { t } = useTranslation('compose');
  const { squares, leftOut } = targets;
  const [cursor, setCursor] = useState<number | null>(null);
  const states = useMemo(() => new Uint8Array(squares.length), [squares]);
  const label = useCallback((host: number): string => squares[host] ?? '', [squares]);
  const whatOf = useCallback(
    (host: number): string => t(leftOut.has(host) ? 'preview.isLeftOut' : 'preview.toBeCalled'),
    [t, leftOut],
  );
  const describe = useCallback(
    (host: number): string => t('preview.square', { host: squares[host], what: whatOf(host) }),
    [t, squares, whatOf],
  );
  if (squares.length === 0) return null;
  return (
    <Mosaic
      className={styles['mosaic'] ?? ''}
      count={squares.length}
      label={label}
      states={states}
      hatched={leftOut}
      describe={describe}
      detail={whatOf}
      cursor={cursor !== null && cursor < squares.length ? cursor : null}
      onCursor={setCursor}
      legend={leftOut.size === 0 ? null : <Legend />}
    />
  );
}

function Legend(): ReactNode {
  const { t } = useTranslation('compose');
  return (
    <ul className={styles['legend']}>
      <li>
        <i />
        {t('preview.toBeCalled')}
      </li>
      <li>
        <i className={styles['hatched']} />
        {t('preview.isLeftOut')}
      </li>
    </ul>
  );
}
