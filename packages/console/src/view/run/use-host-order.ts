import type { Chip } from '@rollcall/protocol';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { addressRanks, movedRows, orderHosts, type HostSort } from './host-order.ts';
import { useRun, useSnapshot } from './run-context.ts';

/** The hosts of a run as a list: filtered, sorted, and still while somebody is in it. */
export interface HostList {
  /** Hosts in the order of the rows. */
  order: Int32Array;
  sort: HostSort;
  setSort: (sort: HostSort) => void;
  needle: string;
  setNeedle: (needle: string) => void;
  /** Rows that would stand elsewhere if the list were sorted now. */
  moved: number;
  /** Sorts now. */
  again: () => void;
  /** Somebody has the pointer or the focus in the list: rows keep their place. */
  hold: (held: boolean) => void;
}

/** While the run goes on the list is sorted at most this often, in ms. */
const SORT_MS = 1_000;

/** @param active the list, or a view that moves in its order, is on screen; otherwise it is not sorted anew */
export function useHostOrder(chips: ReadonlySet<Chip>, active: boolean): HostList {
  const { store, targets, nameOf } = useRun();
  const { phase, event, nowMs } = useSnapshot();
  const [sort, setSort] = useState<HostSort>('worst');
  const [needle, setNeedle] = useState('');
  const [held, hold] = useState(false);
  const [asked, setAsked] = useState(0);
  const wanted = useDeferredValue(needle);
  const addressRank = useMemo(() => addressRanks(targets.length, nameOf), [targets, nameOf]);
  const moment = !active
    ? 'rests'
    : phase === 'finished'
      ? `end ${event}`
      : String(Math.floor(nowMs / SORT_MS));
  const current = useMemo(
    () => ({
      moment,
      order: orderHosts(
        { state: store.state, shown: store.shown, nameOf, addressRank },
        { chips, needle: wanted },
        sort,
      ),
    }),
    [store, nameOf, addressRank, chips, wanted, sort, moment],
  );
  const choice = useMemo(() => ({ chips, wanted, sort, asked }), [chips, wanted, sort, asked]);
  const [kept, setKept] = useState({ choice, order: current.order });
  const keeps = held && kept.choice === choice;
  if (!keeps && (kept.order !== current.order || kept.choice !== choice))
    setKept({ choice, order: current.order });
  const order = keeps ? kept.order : current.order;
  const moved = useMemo(
    () => (order === current.order ? 0 : movedRows(order, current.order)),
    [order, current.order],
  );
  const again = useCallback(() => setAsked((before) => before + 1), []);
  return useMemo(
    () => ({ order, sort, setSort, needle, setNeedle, moved, again, hold }),
    [order, sort, needle, moved, again],
  );
}
