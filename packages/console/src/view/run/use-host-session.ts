import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { HostSession } from '../../state/host-session.ts';
import { hostSessions } from './live.ts';
import { useRun } from './run-context.ts';

/** The session of one host of the run on screen, kept as long as the component is there. */
export function useHostSession(host: number): HostSession {
  const { id } = useRun();
  const key = `${id} ${host}`;
  useEffect(() => hostSessions.hold(key), [key]);
  return hostSessions.get(key);
}

/** What the session has read so far, as a text that changes with it. */
export function useHostProgress(session: HostSession): string {
  const watch = useCallback((watcher: () => void) => session.watch(watcher), [session]);
  return useSyncExternalStore(watch, () => {
    const { stdout, stderr } = session.window.printed;
    return `${session.token ?? ''} ${stdout} ${stderr} ${session.outcome === null ? '' : 'end'}`;
  });
}
