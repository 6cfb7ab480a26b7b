import { EXIT } from './cli-error.ts';

/** Signals that ask the program to end. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What the program ends with when one of them ended it. */
export const SIGNAL_STATUS: Record<StopSignal, number> = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hungUp,
};

/** Calls `handler` for each such signal instead of ending the process. Returns the way to stop that. */
export function onStopSignal(handler: (signal: StopSignal) => void): () => void {
  const signals = Object.keys(SIGNAL_STATUS) as StopSignal[];
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
