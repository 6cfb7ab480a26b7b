import { randomUUID } from 'node:crypto';
import {
  isOutcome,
  unpackEvents,
  type FeedView,
  type RunEvent,
  type RunSpecInput,
  type RunTarget,
} from '@rollcall/protocol';
import { runSpec } from '@rollcall/protocol/schemas';
import { systemClock } from '../../packages/server/src/run/clock.ts';
import { createEngine } from '../../packages/server/src/run/engine.ts';
import type { ReadyLogin, TrustedKey } from '../../packages/server/src/run/ports.ts';
import {
  createRunOnHost,
  parseKnownHosts,
  type RunOnHostOptions,
} from '../../packages/server/src/ssh/index.ts';
import type { SqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import { createBell, type Bell } from '../../packages/server/src/web/bell.ts';
import { runFeed, type Feed } from '../../packages/server/src/web/feed.ts';
import { followLog } from '../../packages/server/src/web/follow-log.ts';
import { memoryLedger } from '../../packages/server/src/testing/run-host.ts';

/** Everything that the store has of one host of a run. */
export interface Story {
  readonly target: RunTarget;
  readonly events: readonly RunEvent[];
  readonly outcome: RunEvent & Record<string, unknown>;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** From the start of connecting to the outcome, by the record of the engine. */
  readonly tookMs: number;
  /** When a viewer of the run had its outcome, ms since 1970; absent without one. */
  readonly shownAtMs: number | undefined;
}

/** A run that goes on. */
export interface Going {
  cancel(): void;
  /** Resolves with the first event that fits, of what is stored. Rejects after 60 s. */
  seen(fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** Resolves when all hosts were sent their command. */
  allSent(): Promise<unknown>;
  /** Resolves with the first output that is stored. */
  output(): Promise<Buffer>;
  readonly over: Promise<void>;
}

/** How a run is made. */
export interface RunPlan {
  readonly targets: readonly RunTarget[];
  readonly port: number;
  readonly login?: ReadyLogin;
  readonly spec?: Partial<RunSpecInput>;
  readonly runner?: Partial<RunOnHostOptions>;
  readonly trusted?: readonly TrustedKey[];
  readonly revoked?: readonly TrustedKey[];
  /** Called once the run has begun. */
  readonly during?: (run: Going) => Promise<void>;
  /** Leave the output in the store: there is too much of it to be read back. */
  readonly withoutOutput?: true;
  /** Somebody looks on, and takes in at once whatever he is sent; `took` is told of each batch. */
  readonly viewer?: { readonly view: FeedView; readonly took: (events: readonly RunEvent[]) => void };
  readonly onBug: (bug: unknown) => void;
}

const PASSWORD: ReadyLogin = { method: 'password', user: 'ops', password: 'secret' };

/** Carries a run out as the engine process does, in this process, and reads back what was stored of it. */
export async function carryOut(store: SqliteStore, plan: RunPlan): Promise<Story[]> {
  const login = plan.login ?? PASSWORD;
  const runner = createRunOnHost({
    ledger: memoryLedger(plan.trusted, plan.revoked),
    knownHosts: parseKnownHosts([]),
    clock: systemClock,
    ...plan.runner,
  });
  const listeners = new Set<(run: string) => void>();
  const engine = await createEngine({
    id: randomUUID(),
    store,
    registry: store,
    runOnHost: runner,
    resolveLogin: async () => login,
    clock: systemClock,
    onReached: (run) => listeners.forEach((listener) => listener(run)),
    onBug: plan.onBug,
  });
  const id = randomUUID();
  const spec = runSpec.parse({
    targets: 'faults',
    command: 'uptime',
    login: { method: 'agent', user: login.user },
    hostKeys: 'insecure',
    port: plan.port,
    fanout: 512,
    ...plan.spec,
  });
  const targets = [...plan.targets];
  await store.createRun({ id, spec, targets, createdAtMs: Date.now(), createdBy: 'faults', origin: 'cli' });
  await engine.start(id, {});
  const over = engine.idle();
  const bell = createBell({
    onReached(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const shown = plan.viewer === undefined ? undefined : look(store, id, bell, plan.viewer);
  const waitFor = (fits: (event: RunEvent) => boolean, view: FeedView = 'status') =>
    seen(store, id, bell, view, fits);
  await plan.during?.({
    over,
    cancel: () => engine.cancel(id, 'faults'),
    seen: waitFor,
    allSent() {
      let sent = 0;
      return waitFor(({ type }) => type === 'host-dispatched' && ++sent === targets.length);
    },
    async output() {
      const event = await waitFor(({ type }) => type === 'host-output', 'all');
      return Buffer.from('bytes' in event ? event.bytes : []);
    },
  });
  await over;
  const shownAtMs = await shown;
  runner.close();
  await engine.shutdown(0);
  bell.close();
  return storiesOf(targets, await readLog(store, id, plan.withoutOutput ? 'status' : 'all'), shownAtMs);
}

const PATIENCE_MS = 60_000;

async function seen(
  store: SqliteStore,
  run: string,
  bell: Bell,
  view: FeedView,
  fits: (event: RunEvent) => boolean,
): Promise<RunEvent> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const { events } of followLog({ store, bell, run, view, cursor: {}, follow: true, signal })) {
    const found = events.find((event) => fits(event));
    if (found !== undefined) return found;
  }
  throw new Error('an event that was waited for did not come in 60 s');
}

/** Follows the run to its end as the server does for a browser; gives when each host had its outcome there, ms since 1970. */
async function look(
  store: SqliteStore,
  run: string,
  bell: Bell,
  { view, took }: NonNullable<RunPlan['viewer']>,
): Promise<Map<number, number>> {
  const shownAtMs = new Map<number, number>();
  const { signal } = new AbortController();
  const send: Feed['send'] = async (batch) => {
    const events = unpackEvents(batch.events, batch.bytes);
    took(events);
    for (const event of events) if (isOutcome(event)) shownAtMs.set(event.host, Date.now());
  };
  await runFeed({ store, bell, run, view, cursor: {}, signal, send });
  return shownAtMs;
}

async function readLog(store: SqliteStore, id: string, view: FeedView): Promise<RunEvent[]> {
  const limits = { maxBytes: 1 << 30, maxEvents: 1 << 22 };
  return (await store.readEvents(id, 0, 0, view, limits)).events;
}

function storiesOf(
  targets: readonly RunTarget[],
  log: readonly RunEvent[],
  shownAtMs: ReadonlyMap<number, number> | undefined,
): Story[] {
  const byHost: RunEvent[][] = targets.map(() => []);
  for (const event of log) if ('host' in event) byHost[event.host]!.push(event);
  return targets.map((target, host) => storyOf(target, byHost[host]!, shownAtMs?.get(host)));
}

function storyOf(target: RunTarget, events: readonly RunEvent[], shownAtMs: number | undefined): Story {
  const last = events.at(-1);
  const outcomes = events.filter((event) => isOutcome(event));
  if (last === undefined || outcomes.length !== 1 || outcomes[0] !== last)
    throw new Error(`${target.host} has ${outcomes.length} outcomes, and ends with ${last?.type}`);
  const stream = (name: 'stdout' | 'stderr'): Buffer =>
    Buffer.concat(
      events.flatMap((event) => (event.type === 'host-output' && event.stream === name ? [event.bytes] : [])),
    );
  const tookMs = 'durationMs' in last ? last.durationMs : 0;
  const told = { outcome: last as Story['outcome'], stdout: stream('stdout'), stderr: stream('stderr') };
  return { target, events, ...told, tookMs, shownAtMs };
}
