import { create } from 'zustand';

/** Whether the server answered the last request. While it did not, `/api/health` is asked until it does. */
export const useReachability = create<{ reachable: boolean; lost: () => void; found: () => void }>(
  (set, get) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      timer = undefined;
      try {
        const response = await fetch('/api/health');
        if (response.ok) return get().found();
      } catch {
        // Still silent: ask again.
      }
      again();
    };
    const again = (): void => {
      if (!get().reachable) timer ??= setTimeout(() => void ask(), RETRY_MS);
    };
    return {
      reachable: true,
      lost: () => {
        set({ reachable: false });
        again();
      },
      found: () => {
        if (!get().reachable) set({ reachable: true });
      },
    };
  },
);

const RETRY_MS = 2_000;
