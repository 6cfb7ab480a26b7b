import type { Chip } from '@rollcall/protocol';
import type { ReactNode } from 'react';

/** Why nothing that has changed is shown: the mosaic is faded and dated. */
export interface Dated {
  /** `as of 14:02:15` */
  words: string;
}

export interface MosaicProps {
  /** How many hosts; they are named by their index. */
  count: number;
  /** Address or name of a host. Give the same function as long as the hosts are the same. */
  label: (host: number) => string;
  /** Codes of `HOST_STATES`, one byte per host. May change in place if `subscribe` tells of it. */
  states: Uint8Array;
  /** Calls back with the hosts whose code changed. */
  subscribe?: (listener: (hosts: readonly number[]) => void) => () => void;
  cursor: number | null;
  onCursor: (host: number) => void;
  /** A cell was pressed, or Enter on it. */
  onOpen?: (host: number) => void;
  /** The accessible name of a host's cell; address and word of the state unless given. */
  describe?: (host: number) => string;
  /** A second line in the tooltip of a host. */
  detail?: (host: number) => string;
  /** Hosts that are only shown to be left out; none when absent. */
  hatched?: ReadonlySet<number>;
  /** What the squares mean, below them. */
  legend?: ReactNode;
  /** Only these chips are shown in full; empty for all. */
  filter?: ReadonlySet<Chip>;
  /** Changes are news: a cell that turns amber or red is ringed once. */
  live?: boolean;
  dated?: Dated | undefined;
  className?: string;
}
