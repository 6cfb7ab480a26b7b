import {
  applyEvent,
  emptyRunState,
  hostStateOf,
  HOST_STATE_LOOKS,
  type HostView,
  type RunFact,
  type RunFinishReason,
  type RunState,
} from '@rollcall/protocol';
import { watchEngines, type LivenessOptions } from './liveness.ts';
import { createOutputKeeper } from './output-keeper.ts';
import { createLogWriter } from './log-writer.ts';
import { LogTakenError, type Clock, type RunStore, type StoredRun } from './ports.ts';

/** A run that no engine has claimed for this long was never handed over. */
const UNCLAIMED_MS = 30_000;
const PAGE = { maxBytes: 1024 * 1024, maxEvents: 5_000 };

export interface RecoveryOptions extends LivenessOptions {
  store: RunStore;
  onReached: (run: string, part: number, seq: number) => void;
}

/**
 * Makes the way to end, at each call, the runs that nobody carries out any more: their engine is dead, or none has ever
 * claimed them. Nothing is called.
 * A host that was dispatched and has no outcome becomes `host-unknown`; one that was queued, or connecting and certainly not
 * dispatched, becomes `host-skipped`: the command did not run there. A run whose hosts all have their outcome only lacked
 * its end. Safe beside other recoveries and beside an engine that was only thought dead: the log has one writer.
 * @returns a function that gives the ids of the runs it has ended
 */
export function createRecovery(options: RecoveryOptions): () => Promise<string[]> {
  const { store, clock } = options;
  const livingEngines = watchEngines(options);
  return async () => {
    const alive = await livingEngines();
    const ended: string[] = [];
    for (const run of await store.unfinishedRuns()) {
      if (run.engine !== null && alive.has(run.engine)) continue;
      if (run.engine === null && !(await claimForgotten(run, store, clock))) continue;
      try {
        await endRun(run, options);
        ended.push(run.id);
      } catch (error) {
        if (!(error instanceof LogTakenError)) throw error;
      }
    }
    return ended;
  };
}

/** Takes a run that no engine wanted, so that none can begin it while it is ended. */
async function claimForgotten(run: StoredRun, store: RunStore, clock: Clock): Promise<boolean> {
  const isForgotten = run.cancelRequestedBy !== null || clock.now() - run.createdAtMs > UNCLAIMED_MS;
  return isForgotten && store.claimRun(run.id, 'recovery');
}

/** Writes the end of a run's log behind what is stored of it. */
async function endRun(run: StoredRun, { store, clock, onReached }: RecoveryOptions): Promise<void> {
  const state = await foldStored(run, store);
  const startedAtMs = state.startedAtMs ?? run.createdAtMs;
  let lastSeenMs = Math.max(startedAtMs, state.atMs ?? 0);
  // Trouble shows itself where facts are appended.
  const log = createLogWriter(store, clock, onReached).open({ id: run.id, state }, () => undefined);
  const lost = unfinishedHosts(state);
  for (const host of lost) {
    const ending = await lostEnding(run, state.hosts.get(host), host, store);
    lastSeenMs = Math.max(lastSeenMs, ending.lastSeenMs);
    await log.append(ending.fact);
  }
  const reason = finishReason(run, state, lost.length);
  const durationMs = lastSeenMs - startedAtMs;
  await log.append({ type: 'run-finished', reason, durationMs }, { durable: true });
}

async function foldStored(run: StoredRun, store: RunStore): Promise<RunState> {
  const state = emptyRunState(run.hostCount);
  const reached = run.reached['0'] ?? 0;
  for (let cursor = 0; cursor < reached;) {
    const { events, to } = await store.readEvents(run.id, 0, cursor, 'status', PAGE);
    for (const event of events) applyEvent(state, event);
    cursor = to;
    // Output is left out of this view, and counts for the number of the next fact.
    state.seq = to;
  }
  return state;
}

function unfinishedHosts(state: RunState): number[] {
  return Array.from({ length: state.hostCount }, (_, host) => host).filter(
    (host) => !HOST_STATE_LOOKS[hostStateOf(state, host)].final,
  );
}

function finishReason(run: StoredRun, state: RunState, lost: number): RunFinishReason {
  if (lost > 0 && run.engine !== null) return 'engine-lost';
  const isCancelled = run.cancelRequestedBy !== null || state.cancelRequestedBy !== null;
  if (isCancelled) return 'cancelled';
  return lost > 0 ? 'engine-lost' : 'completed';
}

async function lostEnding(
  run: StoredRun,
  view: HostView | undefined,
  host: number,
  store: RunStore,
): Promise<{ fact: RunFact; lastSeenMs: number }> {
  const attempt = view?.attempt ?? 1;
  if (view?.dispatchedAtMs === undefined) {
    const isCancelled = run.engine === null && run.cancelRequestedBy !== null;
    const reason = isCancelled ? 'run-cancelled' : 'engine-lost';
    return { fact: { type: 'host-skipped', host, attempt, reason }, lastSeenMs: 0 };
  }
  const { output, lastSeenMs } = await storedOutput(run, view, host, store);
  const durationMs = Math.max(0, lastSeenMs - (view.connectingAtMs ?? lastSeenMs));
  const { stages } = view;
  const reason = 'engine-lost';
  return { fact: { type: 'host-unknown', host, attempt, reason, durationMs, stages, output }, lastSeenMs };
}

/** What of the host's output had reached the log. What was still in the memory of the engine is lost, its size unknown. */
async function storedOutput(run: StoredRun, view: HostView, host: number, store: RunStore) {
  const keeper = createOutputKeeper(Number.MAX_SAFE_INTEGER);
  let lastSeenMs = view.dispatchedAtMs!;
  const reached = run.reached['0'] ?? 0;
  for (let cursor = 0; cursor < reached;) {
    const { events, to } = await store.readEvents(run.id, 0, cursor, { host }, PAGE);
    for (const event of events) {
      lastSeenMs = event.atMs;
      if (event.type === 'host-output') keeper.take(event.stream, event.bytes, 0);
    }
    cursor = to;
  }
  return { output: keeper.summary(false), lastSeenMs };
}
