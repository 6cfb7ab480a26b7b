import type { EngineLink } from './ports.ts';

/** One listener's ear on the bell of one run. */
export interface Ring {
  /**
   * True at the next ring, at once when it rang since the last call.
   * False after `timeoutMs` without one, or when `signal` aborts.
   */
  heard(timeoutMs: number, signal: AbortSignal): Promise<boolean>;
  close(): void;
}

/** Spreads the engine's bell to whoever follows a run. */
export interface Bell {
  listen(runId: string): Ring;
  close(): void;
}

interface Ear {
  rang: boolean;
  wake: (() => void) | null;
}

/** One listener on the engine, however many viewers there are. */
export function createBell(engine: Pick<EngineLink, 'onReached'>): Bell {
  const ears = new Map<string, Set<Ear>>();
  const stop = engine.onReached((runId) => {
    for (const ear of ears.get(runId) ?? []) {
      ear.rang = true;
      ear.wake?.();
    }
  });
  return {
    listen(runId) {
      const ear: Ear = { rang: false, wake: null };
      const ofRun = ears.get(runId) ?? new Set();
      ears.set(runId, ofRun.add(ear));
      return {
        heard: (timeoutMs, signal) => hear(ear, timeoutMs, signal),
        close() {
          ofRun.delete(ear);
          if (ofRun.size === 0 && ears.get(runId) === ofRun) ears.delete(runId);
        },
      };
    },
    close: stop,
  };
}

async function hear(ear: Ear, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  if (!ear.rang && !signal.aborted)
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        ear.wake = null;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done, { once: true });
      ear.wake = done;
    });
  const { rang } = ear;
  ear.rang = false;
  return rang;
}
