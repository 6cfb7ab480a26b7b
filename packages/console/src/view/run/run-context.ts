import {
  targetLabel,
  type RunSpec,
  type RunSummary,
  type RunTarget,
  type StatusLineHost,
} from '@rollcall/protocol';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { RunSession } from '../../state/run-session.ts';
import type { RunSnapshot, RunStore } from '../../state/run-store.ts';

/** The run that a page shows. The same object as long as the page shows it. */
export interface RunOnScreen {
  id: string;
  spec: RunSpec;
  summary: RunSummary;
  targets: readonly RunTarget[];
  session: RunSession;
  store: RunStore;
  /** Address or name of a host, with its port and user where they are its own. */
  nameOf: (host: number) => string;
  /** A host as the words of status lines need it. */
  hostOf: (host: number) => StatusLineHost;
}

/** Puts together what the parts of a run page need. */
export function runOnScreen(
  session: RunSession,
  { summary, targets, store }: { summary: RunSummary; targets: readonly RunTarget[]; store: RunStore },
): RunOnScreen {
  const { spec } = summary;
  const names = targets.map(targetLabel);
  const nameOf = (host: number): string => names[host] ?? '';
  return {
    id: session.run,
    spec,
    summary,
    targets,
    session,
    store,
    nameOf,
    hostOf: (host) => ({
      address: nameOf(host),
      name: targets[host]?.address ?? targets[host]?.host,
      port: targets[host]?.port ?? spec.port,
      user: targets[host]?.user ?? spec.login.user,
    }),
  };
}

export const RunContext = createContext<RunOnScreen | null>(null);

/** The run of the page around. */
export function useRun(): RunOnScreen {
  const run = useContext(RunContext);
  if (run === null) throw new Error('outside of a run page');
  return run;
}

/** The numbers of the run, at most four times a second. */
export function useSnapshot(): RunSnapshot {
  const { store } = useRun();
  const watch = useCallback((watcher: () => void) => store.watch(watcher), [store]);
  return useSyncExternalStore(watch, () => store.snapshot);
}
