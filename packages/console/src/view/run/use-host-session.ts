import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { HostSession } from '../../state/host-session.ts';
import { hostSessions } from './live.ts';
import { useRun } from './run-context.ts';

/** The session of one host of the run on screen, kept as long as the component is there; re-renders as it reads. */
export function useHostSession(host: number): HostSession {
  const { id } = useRun();
  const key = `${id} ${host}`;
  useEffect(() => hostSessions.hold(key), [key]);
  const session = hostSessions.get(key);
  const watch = useCallback((watcher: () => void) => session.watch(watcher), [session]);
  useSyncExternalStore(watch, () => progressOf(session));
  return session;
}

/** What the session has read so far, as a text that changes with it. */
function progressOf({ window, token, outcome }: HostSession): string {
  const { stdout, stderr } = window.printed;
  return `${token ?? ''} ${stdout} ${stderr} ${outcome === null ? '' : 'end'}`;
}
