import { setTimeout as delay } from 'node:timers/promises';
import type { RunSecrets } from '@rollcall/protocol';
import { RunRefusedError } from '../run/refusal.ts';
import { startProcess, type EngineProcess, type EngineProcessOptions } from './engine-child.ts';

/** The engine of this machine, in a process of its own. */
export interface EngineLink {
  /**
   * Hands a stored run over; harmless for one that was handed over before. Resolves once it has begun.
   * @throws RunRefusedError with what is wrong; `engine-unavailable` also when the engine dies over it: its successor then
   * says in the log what became of the run
   */
  dispatch(runId: string, secrets: RunSecrets): Promise<void>;
  /** Asks the engine to take a run back. Lost when there is no engine at this moment: write it to the store as well. */
  cancel(runId: string, by: string): Promise<void>;
  /** The bell: more of a run's log is stored. Returns the way to stop listening. */
  onReached(listener: (runId: string) => void): () => void;
  /**
   * Ends the engine: no host is called any more, those in flight get `graceMs`, 10 s unless told, then they are stopped.
   * Resolves when the process is gone.
   */
  close(graceMs?: number): Promise<void>;
  /** An engine is there and ready. */
  readonly alive: boolean;
}

/** How long a run waits for an engine that is just being started again. */
const READY_PATIENCE_MS = 5_000;
const FIRST_RESTART_MS = 100;
const LAST_RESTART_MS = 10_000;
/** An engine that lived this long did not die of its start. */
const SETTLED_MS = 30_000;
const CLOSE_GRACE_MS = 10_000;
/** Beyond the grace: stopping hosts takes up to 15 s, and the disk may be slow. */
const KILL_AFTER_MS = 20_000;

/**
 * Starts the engine process, and starts it again whenever it dies: the new one first ends the runs of the dead one.
 * Rejects when the first one cannot be built, with what it says.
 */
export async function startLocalEngine(options: EngineProcessOptions): Promise<EngineLink> {
  const listeners = new Set<(runId: string) => void>();
  const ring = (runId: string): void => listeners.forEach((listener) => listener(runId));
  let closing = false;
  let restartMs = FIRST_RESTART_MS;
  let current = startProcess(options, ring);
  await current.ready;
  void watch();

  /** Follows one process after the other until the engine is closed. */
  async function watch(): Promise<void> {
    for (;;) {
      const sinceMs = performance.now();
      const how = await current.gone;
      if (closing) return;
      if (performance.now() - sinceMs > SETTLED_MS) restartMs = FIRST_RESTART_MS;
      options.onLog('error', `the engine ended (${how}), it is started again in ${restartMs} ms`);
      await delay(restartMs);
      restartMs = Math.min(2 * restartMs, LAST_RESTART_MS);
      if (closing) return;
      current = startProcess(options, ring);
      current.ready.then(
        () => options.onLog('info', 'the engine is ready again'),
        (error: unknown) => options.onLog('error', String(error)),
      );
    }
  }

  /** The engine, as soon as it is ready; waits a little while one is being started. */
  async function readyEngine(): Promise<EngineProcess> {
    for (const until = performance.now() + READY_PATIENCE_MS; ; await delay(20)) {
      const engine = current;
      if (closing || performance.now() > until) throw new RunRefusedError('engine-unavailable');
      if (engine.isReady()) return engine;
    }
  }

  return {
    dispatch: async (run, secrets) => (await readyEngine()).dispatch(run, secrets),
    cancel: async (run, by) => current.send({ type: 'cancel', run, by }),
    onReached(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close(graceMs = CLOSE_GRACE_MS) {
      closing = true;
      current.send({ type: 'shutdown', graceMs });
      const kill = setTimeout(() => current.kill(), graceMs + KILL_AFTER_MS);
      await current.gone;
      clearTimeout(kill);
    },
    get alive() {
      return !closing && current.isReady();
    },
  };
}
