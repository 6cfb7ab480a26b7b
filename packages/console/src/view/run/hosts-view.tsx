import type { Chip } from '@rollcall/protocol';
import type { ReactNode } from 'react';
import { HostGrid } from './host-grid.tsx';
import { HostTools, NoHost } from './host-tools.tsx';
import type { Go } from './use-place.ts';
import type { Moves } from './use-run-keys.ts';
import styles from './hosts.module.css';

interface HostsViewProps {
  moves: Moves;
  opened: number | null;
  chips: ReadonlySet<Chip>;
  go: Go;
}

/** All hosts of the run as a list, filtered and sorted. Only the rows on screen are made. */
export function HostsView({ moves, opened, chips, go }: HostsViewProps): ReactNode {
  const { list } = moves;
  return (
    <div className={styles['hosts']}>
      <HostTools list={list} />
      {list.order.length === 0 ? (
        <NoHost filtered={chips.size > 0} list={list} onAll={() => go({ chips: new Set() }, 'adjust')} />
      ) : (
        <HostGrid moves={moves} opened={opened} />
      )}
    </div>
  );
}
