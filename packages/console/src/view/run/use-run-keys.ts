import { hostStateOf, isFailed } from '@rollcall/protocol';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { StreamController } from '../../terminal/stream-controller.ts';
import { useHotkeys, type Hotkeys } from '../app/hotkeys.ts';
import type { KeyHint } from '../app/page-frame.tsx';
import { useRun, useSnapshot } from './run-context.ts';
import type { RunPlace } from './run-search.ts';
import type { HostList } from './use-host-order.ts';

/** The cursor that stream, list and mosaic share, and where it can go. */
export interface Moves {
  cursor: number | null;
  setCursor: (host: number | null) => void;
  onOpen: (host: number) => void;
  onClose: () => void;
  list: HostList;
  /** The stream while it is on screen. */
  stream: RefObject<StreamController | null>;
}

interface RunKeys {
  place: RunPlace;
  moves: Moves;
  /** Toggles the chip at this place, from 0. */
  onChip: (index: number) => void;
  onStop: () => void;
  onCopy: () => void;
  onCompact: () => void;
}

/** The keys of the run page. */
export function useRunKeys({ place, moves, onChip, onStop, onCopy, onCompact }: RunKeys): void {
  const step = useStep(place, moves);
  const { cursor, onOpen, onClose, stream } = moves;
  const keys: Hotkeys = {
    j: () => step(1, false),
    k: () => step(-1, false),
    f: () => step(1, true),
    'shift+f': () => step(-1, true),
    '/': () => focusFilter(),
    s: onStop,
    n: onCopy,
    '\\': onCompact,
    ...(cursor === null ? {} : { Enter: () => onOpen(cursor) }),
    ...(place.host === null ? {} : { Escape: () => onClose() }),
    ...(place.tab === 'stream' ? { l: () => stream.current?.toggleFollow() } : {}),
  };
  for (let index = 0; index < 8; index += 1) keys[String(index + 1)] = () => onChip(index);
  useHotkeys(keys);
}

/** Moves the cursor to the next host of the view on screen; with `failed` to the next one that failed. */
function useStep(place: RunPlace, moves: Moves): (step: 1 | -1, failed: boolean) => void {
  const { store } = useRun();
  const { cursor, setCursor, onOpen, list, stream } = moves;
  const inList = (from: number | null, by: 1 | -1): number | null => {
    const at = from === null ? (by === 1 ? -1 : list.order.length) : list.order.indexOf(from);
    return list.order[at + by] ?? from;
  };
  const inStream = (from: number | null, by: 1 | -1): number | null =>
    stream.current?.neighbour(from, by) ?? inList(from, by);
  const next = place.tab === 'stream' ? inStream : inList;
  const nextFailed = (from: number | null, by: 1 | -1): number | null => {
    let host = from;
    for (let steps = 0; steps < store.shown.length; steps += 1) {
      const after = next(host, by);
      if (after === null || after === host) return null;
      if (isFailed(hostStateOf(store.state, after))) return after;
      host = after;
    }
    return null;
  };
  return (by, failed) => {
    const host = failed ? nextFailed(cursor, by) : next(cursor, by);
    if (host === null) return;
    setCursor(host);
    if (place.tab === 'stream') stream.current?.setCursor(host, true);
    if (place.host !== null) onOpen(host);
  };
}

/** The filter of the view on screen. */
function focusFilter(): void {
  const fields = document.querySelectorAll<HTMLInputElement>('#results input[type="search"]');
  for (const field of fields)
    if (field.offsetParent !== null) {
      field.focus();
      field.select();
      return;
    }
}

/** The keys that work now, for the bottom line. */
export function useRunHints(place: RunPlace): KeyHint[] {
  const { t } = useTranslation('run');
  const { hostCount } = useSnapshot();
  const hint = (keys: string, label: string): KeyHint => ({ keys: keys.split(' '), label });
  return [
    hint('J K', t('keys.host')),
    hint('F', t('keys.nextFailed')),
    hint('/', t('keys.filter')),
    hint('1 … 6', t('keys.state')),
    ...(place.host === null ? [hint('Enter', t('keys.open'))] : [hint('Esc', t('keys.close'))]),
    ...(hostCount > 1_600 && place.host === null ? [hint('Z', t('keys.zoom'))] : []),
  ];
}
