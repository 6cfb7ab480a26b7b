import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  applyEvent,
  CHIPS,
  emptyRunState,
  HOST_STATE_LOOKS,
  hostStateOf,
  isOutcome,
  type RunEvent,
  type RunSpecInput,
  type RunState,
} from '@rollcall/protocol';
import { runEvent, runSpec } from '@rollcall/protocol/schemas';
import { expect } from 'vitest';
import { systemClock } from './clock.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import type { EngineRegistry, HostRequest, RunOnHost, RunStore, SessionFact } from './ports.ts';

/** Fakes and checks that the tests of the core share. */

export type CoreStore = RunStore & EngineRegistry;

/** Stores a run of `hosts` hosts named h0, h1, …; gives its id. */
export async function createRun(
  store: RunStore,
  hosts: number,
  spec: Partial<RunSpecInput> = {},
  createdAtMs = Date.now(),
): Promise<string> {
  const id = randomUUID();
  const targets = Array.from({ length: hosts }, (_, host) => ({ host: `h${host}` }));
  const login = { method: 'agent' as const, user: 'ops' };
  const whole = runSpec.parse({ targets: 'h*', command: 'uptime', login, ...spec });
  await store.createRun({ id, spec: whole, targets, createdAtMs, createdBy: 'test', origin: 'api' });
  return id;
}

/** An engine whose hosts are `runOnHost`; bugs that it reports fail the test unless `onBug` is given. */
export async function startEngine(
  store: CoreStore,
  runOnHost: RunOnHost,
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  const engine = await createEngine({
    id: randomUUID(),
    store,
    registry: store,
    runOnHost,
    resolveLogin: async () => ({ method: 'agent', user: 'ops', socket: '/agent' }),
    clock: systemClock,
    onReached: () => undefined,
    onBug: (bug) => expect.fail(`a bug was reported: ${String(bug)}`),
    ...options,
  });
  engines.push(engine);
  return engine;
}

const engines: Engine[] = [];

/** Shuts down every engine that `startEngine` has made. */
export async function stopEngines(): Promise<void> {
  await Promise.all(engines.splice(0).map((engine) => engine.shutdown(0)));
}

/** Everything that is stored of a run. */
export async function storedLog(store: RunStore, id: string): Promise<RunEvent[]> {
  const { events } = await store.readEvents(id, 0, 0, 'all', { maxBytes: 1 << 28, maxEvents: 1 << 20 });
  return events;
}

/** The invariants of a log, and of one that is finished; gives its fold. */
export function checkLog(events: readonly RunEvent[], hostCount: number): RunState {
  const state = emptyRunState(hostCount);
  const outcomes = new Map<string, string>();
  for (const [at, event] of events.entries()) {
    runEvent.parse(event);
    expect(event.seq).toBe(at + 1);
    expect(state.phase, 'nothing follows run-finished').not.toBe('finished');
    if ('host' in event) {
      const attempt = `${event.host}/${event.attempt}`;
      expect(outcomes.get(attempt), `${event.type} after the outcome of ${attempt}`).toBeUndefined();
      if (isOutcome(event)) outcomes.set(attempt, event.type);
    }
    applyEvent(state, event);
    const counted = CHIPS.reduce((sum, chip) => sum + state.counts[chip], 0);
    expect(counted, 'every host is counted once').toBe(hostCount);
  }
  if (state.phase === 'finished') {
    expect(outcomes.size, 'every host has its outcome').toBe(hostCount);
    for (let host = 0; host < hostCount; host += 1)
      expect(HOST_STATE_LOOKS[hostStateOf(state, host)].final).toBe(true);
  }
  return state;
}

/** Checks the stored log of a run that has to be over, and that the run itself says the same; gives the fold. */
export async function checkFinished(store: RunStore, id: string): Promise<RunState> {
  const run = (await store.getRun(id))!;
  const state = checkLog(await storedLog(store, id), run.hostCount);
  const { phase, counts, finishReason, durationMs, finishedAtMs } = state;
  expect(run).toMatchObject({ phase, counts, finishReason, durationMs, finishedAtMs });
  expect(phase).toBe('finished');
  return state;
}

const stages = {};
export const connected: SessionFact = {
  type: 'host-connected',
  address: '127.0.0.1',
  server: 'fake',
  hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:x', trust: 'known' },
  login: 'ops',
  stages: { connectMs: 1 },
};
export const exited = (status = 0): SessionFact => ({
  type: 'host-exited',
  status,
  signal: null,
  durationMs: 5,
  stages: { connectMs: 1, runMs: 2 },
});
export const failed = (reason: 'connect/refused' | 'connect/no-resources'): SessionFact => ({
  type: 'host-failed',
  reason,
  durationMs: 1,
  stages,
});
export const cancelled = (stage: 'connecting' | 'running', confirmed: boolean): SessionFact => ({
  type: 'host-cancelled',
  stage,
  confirmed,
  durationMs: 1,
  stages,
});
export const output = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): SessionFact => ({
  type: 'host-output',
  stream,
  bytes: Buffer.from(text),
});

/** Counts what has really been executed, by host; and what each session was asked. */
export interface FakeHosts {
  runOnHost: RunOnHost;
  executions: Map<string, number>;
  requests: HostRequest[];
  /** Most hosts that were running their command at the same time. */
  readonly mostRunning: number;
}

/** A session that behaves: says how far it came, counts the execution, then goes on with `afterExec`. */
export function fakeHosts(
  afterExec: (request: HostRequest) => AsyncIterable<SessionFact>,
  beforeDial: (request: HostRequest) => Promise<SessionFact | void> = async () => undefined,
): FakeHosts {
  const executions = new Map<string, number>();
  const requests: HostRequest[] = [];
  let running = 0;
  let mostRunning = 0;
  async function* runOnHost(request: HostRequest): AsyncGenerator<SessionFact, void> {
    requests.push(request);
    yield { type: 'host-connecting' };
    const early = await beforeDial(request);
    if (early) return void (yield early);
    await request.admit();
    if (request.signal.aborted) return void (yield cancelled('connecting', true));
    yield connected;
    yield { type: 'host-dispatched', token: request.token };
    if (request.signal.aborted) return void (yield cancelled('connecting', true));
    executions.set(request.target.host, (executions.get(request.target.host) ?? 0) + 1);
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    try {
      yield* afterExec(request);
    } finally {
      running -= 1;
    }
  }
  return {
    runOnHost,
    executions,
    requests,
    get mostRunning() {
      return mostRunning;
    },
  };
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits `turns` turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

/** Hosts that print a line and exit with 0. */
export const quick = () =>
  fakeHosts(async function* () {
    yield output('up 3 days\n');
    yield exited();
  });
