import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { LinkState } from '../../state/link.ts';
import type { RunSession, SessionLink, SessionState } from '../../state/run-session.ts';
import { liveLink, runSessions } from './live.ts';

/** The session of a run, kept as long as the component is there. */
export function useSession(run: string): RunSession {
  const session = runSessions.get(run);
  useEffect(() => runSessions.hold(run), [run]);
  return session;
}

export function useSessionState(session: RunSession): SessionState {
  const watch = useCallback((watcher: () => void) => session.watch(watcher), [session]);
  return useSyncExternalStore(watch, () => session.state);
}

/** How the page follows the run. */
export function useSessionLink(session: RunSession): SessionLink {
  const watch = useCallback((watcher: () => void) => session.watch(watcher), [session]);
  return useSyncExternalStore(watch, () => session.link);
}

/** How the page stands to the server. */
export function useLinkState(): LinkState {
  const link = liveLink();
  const watch = useCallback((watcher: () => void) => link.watch(watcher), [link]);
  return useSyncExternalStore(watch, () => link.state);
}

/** The browser's wall clock, read anew every `everyMs` while `on`. */
export function useClock(on: boolean, everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [on, everyMs]);
  return nowMs;
}
