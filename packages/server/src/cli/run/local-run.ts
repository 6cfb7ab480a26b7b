import { randomUUID } from 'node:crypto';
import type { FeedView, RunSpec, RunTarget } from '@rollcall/protocol';
import { createEngine } from '../../run/engine.ts';
import { StorageError } from '../../run/ports.ts';
import { createRunOnHost, type KnownHosts, type RunOnHostOptions } from '../../ssh/index.ts';
import type { SqliteStore } from '../../store/sqlite-store.ts';
import { createBell } from '../../web/bell.ts';
import { followLog, type LogStep } from '../../web/follow-log.ts';
import { systemClock } from '../../run/clock.ts';
import type { OpenLogins } from './open-logins.ts';

/** What is to be run, with everything it takes. */
export interface LocalRunOrder {
  spec: RunSpec;
  targets: RunTarget[];
  logins: Pick<OpenLogins, 'resolve' | 'secrets'>;
  knownHosts: KnownHosts;
  routes: NonNullable<RunOnHostOptions['routes']>;
  /** Who asks. */
  by: string;
  onBug: (bug: unknown) => void;
}

/** A run that this process carries out itself. */
export interface LocalRun {
  readonly id: string;
  /** The log as it is stored, to its end; ends early when nothing more can be written to it. */
  follow(view: FeedView): AsyncGenerator<LogStep, unknown, void>;
  /** What the store said last when it refused a part of the log; null when it has taken everything. */
  readonly refusal: StorageError | null;
  cancel(): void;
  /** Signs off; a run that goes on is stopped first. */
  close(): Promise<void>;
}

/**
 * Stores a run and begins it with an engine of its own. It stands in the history of the data folder like any other, and can be
 * watched and cancelled there.
 */
export async function startLocalRun(order: LocalRunOrder, store: SqliteStore): Promise<LocalRun> {
  const id = randomUUID();
  const listeners = new Set<(runId: string) => void>();
  const bell = createBell({
    onReached(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  let refusal: StorageError | null = null;
  // One run per process: there is no next one to keep connections for.
  const runOnHost = createRunOnHost({
    ledger: store,
    knownHosts: order.knownHosts,
    routes: order.routes,
    clock: systemClock,
  });
  const engine = await createEngine({
    id: randomUUID(),
    store: {
      ...store,
      async appendEvents(...batches) {
        try {
          await store.appendEvents(...batches);
          refusal = null;
        } catch (error) {
          if (error instanceof StorageError) refusal = error;
          throw error;
        }
      },
    },
    registry: store,
    runOnHost,
    resolveLogin: (login) => order.logins.resolve(login),
    clock: systemClock,
    onReached: (run) => listeners.forEach((listener) => listener(run)),
    onBug: order.onBug,
  });
  const { spec, targets, by } = order;
  const createdAtMs = systemClock.now();
  try {
    await store.createRun({ id, spec, targets, createdAtMs, createdBy: by, origin: 'cli' });
    await engine.start(id, order.logins.secrets);
  } catch (error) {
    await engine.shutdown(0);
    throw error;
  }
  // A log that took nothing any more has no end to wait for.
  const broken = new AbortController();
  const endFollowing = async (): Promise<void> => {
    await engine.idle();
    const stored = await store.getRun(id).catch(() => null);
    if (stored?.phase !== 'finished') broken.abort();
  };
  void endFollowing();
  return {
    id,
    get refusal() {
      return refusal;
    },
    follow: (view) =>
      followLog({ store, bell, run: id, view, cursor: {}, follow: true, signal: broken.signal }),
    cancel: () => engine.cancel(id, by),
    async close() {
      await engine.shutdown(0);
      runOnHost.close();
      bell.close();
    },
  };
}
