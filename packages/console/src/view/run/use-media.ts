import { useCallback, useSyncExternalStore } from 'react';

/** Screens on which the mosaic is a tab of its own and nav is at the bottom edge. */
export const PHONE = '(max-width: 767px)';
/** Screens on which the mosaic stands above the results. */
export const TABLET = '(max-width: 1023px)';

/** Whether the screen matches a media query; re-renders when that changes. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (watcher: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', watcher);
      return () => list.removeEventListener('change', watcher);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => matchMedia(query).matches);
}
