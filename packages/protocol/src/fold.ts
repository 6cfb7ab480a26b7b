import { HOST_STATE_LOOKS, HOST_STATES, hostStateCode, type Chip, type HostState } from './host-states.ts';
import type { FailureReason } from './failures.ts';
import type {
  HostEvent,
  OutcomeEvent,
  RunEvent,
  RunFinishReason,
  StageDurations,
} from './schemas/run-event.ts';
import type { ChipCounts, RunPhase } from './schemas/http.ts';

/** What the log says so far about one host. */
export interface HostView {
  attempt: number;
  /** When connecting began, wall clock; absent while queued. */
  connectingAtMs?: number;
  dispatchedAtMs?: number;
  /** Last sign of life from the command: dispatch or output. */
  lastOutputAtMs?: number;
  connected?: Extract<RunEvent, { type: 'host-connected' }>;
  outcome?: OutcomeEvent;
  stages: StageDurations;
  /** Bytes of output in the log so far, both streams. A status feed sees them only in the outcome. */
  keptBytes: number;
  receivedBytes: number;
}

/** The state of a run: what is true after a prefix of its log. `applyEvent` changes it in place. */
export interface RunState {
  phase: RunPhase;
  hostCount: number;
  fanout: number;
  /** Codes of `HOST_STATES`, one byte per host. */
  states: Uint8Array;
  /** Only hosts that have left the queue. */
  hosts: Map<number, HostView>;
  counts: ChipCounts;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  durationMs: number | null;
  finishReason: RunFinishReason | null;
  cancelRequestedBy: string | null;
  /** Wall clock of the newest fact, for "as of". */
  atMs: number | null;
  seq: number;
}

const noCounts = (): ChipCounts => ({
  success: 0,
  'non-zero-exit': 0,
  'timed-out': 0,
  'no-answer': 0,
  running: 0,
  connecting: 0,
  queued: 0,
  cancelled: 0,
});

/** The state of a run of `hostCount` hosts before its first fact. */
export function emptyRunState(hostCount: number): RunState {
  return {
    phase: 'queued',
    hostCount,
    fanout: 0,
    states: new Uint8Array(hostCount),
    hosts: new Map(),
    counts: { ...noCounts(), queued: hostCount },
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: null,
    finishReason: null,
    cancelRequestedBy: null,
    atMs: null,
    seq: 0,
  };
}

/** Takes the next fact of the log into `state`. Facts must come in the order of their seq; each exactly once. */
export function applyEvent(state: RunState, event: RunEvent): void {
  state.seq = event.seq;
  state.atMs = event.atMs;
  switch (event.type) {
    case 'run-started':
      state.phase = 'running';
      state.startedAtMs = event.atMs;
      state.fanout = event.fanout;
      return;
    case 'run-cancel-requested':
      state.cancelRequestedBy = event.by;
      return;
    case 'run-finished':
      state.phase = 'finished';
      state.finishedAtMs = event.atMs;
      state.durationMs = event.durationMs;
      state.finishReason = event.reason;
      return;
    default:
      applyHostEvent(state, event);
  }
}

function applyHostEvent(state: RunState, event: HostEvent): void {
  const view = hostView(state, event);
  switch (event.type) {
    case 'host-connecting':
      view.connectingAtMs = event.atMs;
      setState(state, event.host, 'connecting');
      return;
    case 'host-connected':
      view.connected = event;
      view.stages = event.stages;
      return;
    case 'host-dispatched':
      view.dispatchedAtMs = event.atMs;
      view.lastOutputAtMs = event.atMs;
      setState(state, event.host, 'running');
      return;
    case 'host-output':
      view.lastOutputAtMs = event.atMs;
      view.keptBytes += event.bytes.byteLength;
      view.receivedBytes = Math.max(view.receivedBytes, view.keptBytes);
      return;
    case 'host-output-progress':
      view.lastOutputAtMs = event.atMs;
      view.receivedBytes = Math.max(view.receivedBytes, event.receivedBytes);
      return;
    case 'host-output-gap':
      view.receivedBytes = Math.max(
        view.receivedBytes,
        view.keptBytes + event.stdoutBytes + event.stderrBytes,
      );
      return;
    case 'host-exited':
    case 'host-failed':
    case 'host-timed-out':
    case 'host-unknown':
    case 'host-cancelled':
    case 'host-skipped':
      view.outcome = event;
      if ('stages' in event) view.stages = event.stages;
      setState(state, event.host, outcomeState(event));
  }
}

function hostView(state: RunState, event: HostEvent): HostView {
  const known = state.hosts.get(event.host);
  if (known && known.attempt === event.attempt) return known;
  const view: HostView = { attempt: event.attempt, stages: {}, keptBytes: 0, receivedBytes: 0 };
  state.hosts.set(event.host, view);
  return view;
}

function setState(state: RunState, host: number, next: HostState): void {
  const before = HOST_STATES[state.states[host]!]!;
  state.counts[HOST_STATE_LOOKS[before].chip] -= 1;
  state.counts[HOST_STATE_LOOKS[next].chip] += 1;
  state.states[host] = hostStateCode(next);
}

/** The state that a person sees for an outcome. */
export function outcomeState(outcome: OutcomeEvent): HostState {
  switch (outcome.type) {
    case 'host-exited':
      if (outcome.signal !== null) return 'signal';
      return outcome.status === 0 ? 'success' : 'non-zero';
    case 'host-failed':
      return failureState(outcome.reason);
    case 'host-timed-out':
      return 'timed-out';
    case 'host-unknown':
      return outcome.reason === 'engine-lost' ||
        outcome.reason === 'server-stopped' ||
        outcome.reason === 'storage'
        ? 'unknown'
        : 'lost';
    case 'host-cancelled':
      return outcome.confirmed ? 'cancelled' : 'still-running';
    case 'host-skipped':
      return 'not-called';
  }
}

/** The host took the login, and would not have the session or the command. */
const COMMAND_REFUSED = /^(open|exec|sudo)\//;

/** The state of a host that could not be asked. */
export function failureState(reason: FailureReason): HostState {
  if (reason === 'verify/unknown-host-key') return 'new-key';
  if (reason.startsWith('verify/')) return 'key-changed';
  if (reason.startsWith('auth/')) return 'login-refused';
  if (COMMAND_REFUSED.test(reason)) return 'command-refused';
  return 'unreachable';
}

/** The state of one host by index. */
export function hostStateOf(state: RunState, host: number): HostState {
  return HOST_STATES[state.states[host] ?? 0]!;
}

/** Hosts that have their outcome. */
export function doneCount(counts: ChipCounts): number {
  const done: Chip[] = ['success', 'non-zero-exit', 'timed-out', 'no-answer', 'cancelled'];
  return done.reduce((sum, chip) => sum + counts[chip], 0);
}

/** How a run goes: monotone numbers for the run bar. Rate and time left are null until ten hosts or one second are done. */
export function progress(
  state: RunState,
  nowMs: number,
): {
  done: number;
  elapsedMs: number;
  hostsPerSecond: number | null;
  leftMs: number | null;
} {
  const done = doneCount(state.counts);
  if (state.startedAtMs === null) return { done, elapsedMs: 0, hostsPerSecond: null, leftMs: null };
  const elapsedMs = state.durationMs ?? Math.max(0, nowMs - state.startedAtMs);
  if (done === 0 || (done < 10 && elapsedMs < 1_000))
    return { done, elapsedMs, hostsPerSecond: null, leftMs: null };
  const hostsPerSecond = (done / Math.max(1, elapsedMs)) * 1_000;
  const leftMs = state.phase === 'finished' ? null : ((state.hostCount - done) / hostsPerSecond) * 1_000;
  return { done, elapsedMs, hostsPerSecond, leftMs };
}
