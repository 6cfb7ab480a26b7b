import { randomUUID } from 'node:crypto';
import { isOutcome, type RunEvent, type RunSpecInput, type RunTarget } from '@rollcall/protocol';
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
}

/** A run that goes on. */
export interface Going {
  cancel(): void;
  /** Resolves with the first event that fits, of what is stored. Rejects after 60 s. */
  seen(fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** Resolves when some output is stored. */
  output(): Promise<RunEvent>;
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
  /** Called once the run has begun. */
  readonly during?: (run: Going) => Promise<void>;
  /** Leave the output in the store: there is too much of it to be read back. */
  readonly withoutOutput?: true;
  readonly onBug: (bug: unknown) => void;
}

const PASSWORD: ReadyLogin = { method: 'password', user: 'ops', password: 'secret' };

/** Carries a run out as the engine process does, in this process, and reads back what was stored of it. */
export async function carryOut(
  store: SqliteStore,
  plan: RunPlan,
): Promise<{ stories: Story[]; rings: number }> {
  const login = plan.login ?? PASSWORD;
  const runner = createRunOnHost({
    ledger: memoryLedger(plan.trusted),
    knownHosts: parseKnownHosts([]),
    clock: systemClock,
    ...plan.runner,
  });
  let rings = 0;
  let ring = (): void => undefined;
  const engine = await createEngine({
    id: randomUUID(),
    store,
    registry: store,
    runOnHost: runner,
    resolveLogin: async () => login,
    clock: systemClock,
    onReached: () => {
      rings += 1;
      ring();
    },
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
  const seen = async (view: 'all' | 'status', fits: (event: RunEvent) => boolean): Promise<RunEvent> => {
    const until = performance.now() + 60_000;
    while (performance.now() < until) {
      const found = (await readLog(store, id, view)).find(fits);
      if (found !== undefined) return found;
      await Promise.race([new Promise<void>((done) => void (ring = done)), pause(500)]);
    }
    throw new Error('an event that was waited for did not come in 60 s');
  };
  await plan.during?.({
    over,
    cancel: () => engine.cancel(id, 'faults'),
    seen: (fits) => seen('status', fits),
    output: () => seen('all', ({ type }) => type === 'host-output'),
  });
  await over;
  runner.close();
  await engine.shutdown(0);
  return {
    stories: storiesOf(targets, await readLog(store, id, plan.withoutOutput ? 'status' : 'all')),
    rings,
  };
}

const pause = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));

async function readLog(store: SqliteStore, id: string, view: 'all' | 'status'): Promise<RunEvent[]> {
  const limits = { maxBytes: 1 << 30, maxEvents: 1 << 22 };
  return (await store.readEvents(id, 0, 0, view, limits)).events;
}

function storiesOf(targets: readonly RunTarget[], log: readonly RunEvent[]): Story[] {
  const byHost: RunEvent[][] = targets.map(() => []);
  for (const event of log) if ('host' in event) byHost[event.host]!.push(event);
  return targets.map((target, host) => storyOf(target, byHost[host]!));
}

function storyOf(target: RunTarget, events: readonly RunEvent[]): Story {
  const last = events.at(-1);
  const outcomes = events.filter((event) => isOutcome(event));
  if (last === undefined || outcomes.length !== 1 || outcomes[0] !== last)
    throw new Error(`${target.host} has ${outcomes.length} outcomes, and ends with ${last?.type}`);
  const stream = (name: 'stdout' | 'stderr'): Buffer =>
    Buffer.concat(
      events.flatMap((event) => (event.type === 'host-output' && event.stream === name ? [event.bytes] : [])),
    );
  const outcome = last as Story['outcome'];
  const tookMs = 'durationMs' in last ? last.durationMs : 0;
  return { target, events, outcome, stdout: stream('stdout'), stderr: stream('stderr'), tookMs };
}
