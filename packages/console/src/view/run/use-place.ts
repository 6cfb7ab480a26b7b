import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useRun } from './run-context.ts';
import { placeOf, searchOf, type RunPlace, type RunTab } from './run-search.ts';
import { PHONE, useMedia } from './use-media.ts';

/** Changes what the URL says. What is opened makes an entry in the browser's history, what is filtered does not. */
export type Go = (change: Partial<RunPlace>, how?: 'open' | 'adjust') => void;

/** What the URL says of the run page, and the way to change it. */
export function usePlace(): { place: RunPlace; go: Go } {
  const { targets, id } = useRun();
  const usual: RunTab = useMedia(PHONE) ? 'mosaic' : 'stream';
  const search = useSearch({ from: '/signed-in/runs/$runId' });
  const navigate = useNavigate();
  const read = useMemo(() => placeOf(search, targets, usual), [search, targets, usual]);
  const place = useMemo(
    (): RunPlace => (usual === 'stream' && read.tab === 'mosaic' ? { ...read, tab: usual } : read),
    [read, usual],
  );
  const go = useCallback<Go>(
    (change, how = 'open') =>
      void navigate({
        to: '/runs/$runId',
        params: { runId: id },
        search: searchOf({ ...place, ...change }, targets, usual),
        replace: how === 'adjust',
        resetScroll: false,
      }),
    [navigate, id, place, targets, usual],
  );
  return { place, go };
}
