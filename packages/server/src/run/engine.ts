import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Login, RunSecrets } from '@rollcall/protocol';
import { startRun, type ActiveRun } from './active-run.ts';
import { createLogWriter } from './log-writer.ts';
import { readyLogins } from './logins.ts';
import {
  StorageError,
  type Clock,
  type EngineRegistry,
  type ReadyLogin,
  type RunOnHost,
  type RunStore,
} from './ports.ts';
import { RunRefusedError } from './refusal.ts';
import { checkTasks } from './task.ts';

export interface EngineOptions {
  /** Unique for all time: the id of a dead engine must never come back to life. */
  id: string;
  store: RunStore;
  registry: EngineRegistry;
  runOnHost: RunOnHost;
  /**
   * Makes a login ready, reading the key or asking the agent, before any host is contacted. Called for the run's own login, and once
   * for each other key that its hosts ask for.
   * @throws RunRefusedError with the code of what is wrong
   */
  resolveLogin: (login: Login, secrets: RunSecrets) => Promise<ReadyLogin>;
  clock: Clock;
  /** The bell: so much of a part of a run's log is stored now. */
  onReached: (run: string, part: number, seq: number) => void;
  /** A bug of ours that was contained; for the log of the program. */
  onBug: (bug: unknown, about: string) => void;
}

/** Carries runs out. */
export interface Engine {
  readonly id: string;
  /**
   * Claims a stored run and begins it; resolves once it has begun. Harmless for a run that was begun before, here or
   * elsewhere. The secrets are forgotten as soon as the login is ready, the password for sudo when the run is over.
   * @throws RunRefusedError `unknown-run`, `engine-unavailable`, `invalid-command` when a placeholder has no value, or what is
   * wrong with the login; the run can be started again
   * @throws StorageError
   */
  start(runId: string, secrets: RunSecrets): Promise<void>;
  /** Takes a run back; nothing happens when it is not one of this engine's. */
  cancel(runId: string, by: string): void;
  /** Resolves as soon as no run is being carried out. */
  idle(): Promise<void>;
  /**
   * Calls no further host, gives those in flight `graceMs`, then stops them, and signs the engine off once every run has its
   * end. Takes at most `graceMs` and 15 s.
   */
  shutdown(graceMs: number): Promise<void>;
}

/** An engine says this often that it lives; after three times in silence it counts as dead. */
export const HEARTBEAT_MS = 5_000;
/** How soon a cancellation is noticed that another process has written down. */
const CANCEL_POLL_MS = 1_000;

/** Signs the engine in at the registry, then begins. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { id, store, registry, clock, onBug } = options;
  const writer = createLogWriter(store, clock, options.onReached);
  const active = new Map<string, ActiveRun>();
  /** Runs that are being begun. */
  const starting = new Map<string, Promise<void>>();
  let closing = false;

  const token = (): string => randomBytes(16).toString('hex');
  const tools = { engine: id, writer, clock, runOnHost: options.runOnHost, token, onBug };

  async function begin(runId: string, secrets: RunSecrets): Promise<void> {
    const run = await store.getRun(runId);
    const targets = await store.getTargets(runId);
    if (!run || !targets) throw new RunRefusedError('unknown-run');
    if (run.engine !== null || run.phase === 'finished') return;
    checkTasks(run.spec, targets);
    const loginOf = await readyLogins(run.spec.login, targets, (login) =>
      options.resolveLogin(login, secrets),
    );
    if (closing) throw new RunRefusedError('engine-unavailable');
    if (!(await store.claimRun(runId, id))) return;
    const begun = startRun(
      { id: runId, spec: run.spec, targets, loginOf, sudoPassword: secrets.sudoPassword },
      tools,
    );
    active.set(runId, begun);
    void begun.over.then(() => active.delete(runId));
    if (run.cancelRequestedBy !== null) begun.cancel(run.cancelRequestedBy);
  }

  async function noticeCancels(): Promise<void> {
    for (const [runId, run] of active) {
      const by = (await store.getRun(runId))?.cancelRequestedBy;
      if (by) run.cancel(by);
    }
  }

  async function idle(): Promise<void> {
    while (active.size > 0 || starting.size > 0) {
      await Promise.allSettled(starting.values());
      await Promise.all([...active.values()].map(({ over }) => over));
    }
  }

  await registry.register({ id, pid: process.pid, startedAtMs: clock.now() });
  const stopBeating = repeat(HEARTBEAT_MS, () => registry.heartbeat(id, clock.now()), onBug);
  const stopNoticing = repeat(CANCEL_POLL_MS, noticeCancels, onBug);

  return {
    id,
    idle,
    start(runId, secrets) {
      if (closing) return Promise.reject(new RunRefusedError('engine-unavailable'));
      const begun = starting.get(runId) ?? begin(runId, secrets).finally(() => void starting.delete(runId));
      starting.set(runId, begun);
      return begun;
    },
    cancel: (runId, by) => active.get(runId)?.cancel(by),
    async shutdown(graceMs) {
      closing = true;
      await Promise.allSettled(starting.values());
      for (const run of active.values()) run.stop('server-stopped', { abort: false });
      const patience = new AbortController();
      const { signal } = patience;
      await Promise.race([idle(), delay(graceMs, undefined, { signal }).catch(() => undefined)]);
      patience.abort();
      for (const run of active.values()) run.stop('server-stopped', { abort: true });
      await idle();
      stopBeating();
      stopNoticing();
      await registry.remove(id).catch((error: unknown) => ignoreStorage(error, onBug));
    },
  };
}

/** Does `work` every `ms` without keeping the process alive for it, one at a time. Returns the way to stop. */
function repeat(ms: number, work: () => Promise<void>, onBug: EngineOptions['onBug']): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch((error: unknown) => ignoreStorage(error, onBug))
      .finally(() => (busy = false));
  }, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** A store that refuses shows itself where facts are written; here it is tried again soon. */
function ignoreStorage(error: unknown, onBug: EngineOptions['onBug']): void {
  if (!(error instanceof StorageError)) onBug(error, 'the engine');
}
