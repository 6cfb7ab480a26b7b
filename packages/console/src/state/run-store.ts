import {
  applyEvent,
  emptyRunState,
  hostStateCode,
  progress,
  type ChipCounts,
  type OutcomeEvent,
  type RunEvent,
  type RunFinishReason,
  type RunPhase,
  type RunState,
} from '@rollcall/protocol';
import { lookAtFlight, median, NO_FLIGHT, type Flight } from './flight.ts';
import type { ServerClock } from './server-clock.ts';
import type { Timers } from './timers.ts';

/** The numbers of a run at one moment; a new object for each moment, at most four a second. */
export interface RunSnapshot {
  phase: RunPhase;
  counts: ChipCounts;
  hostCount: number;
  fanout: number;
  done: number;
  elapsedMs: number;
  hostsPerSecond: number | null;
  leftMs: number | null;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  finishReason: RunFinishReason | null;
  cancelRequestedBy: string | null;
  /** When the newest fact was written, wall clock of the server: "as of". */
  atMs: number | null;
  /** The server's wall clock when the snapshot was taken. */
  nowMs: number;
  /** Events of the log that the page has passed: "event 214". */
  event: number;
  flight: Flight;
  /** The page still reads what was in the log when it was opened: times are those of the log, nothing is quiet yet. */
  catchingUp: boolean;
  /** How far behind the log the page was at the last full batch; 0 when it has caught up. */
  behindMs: number;
}

/** Two snapshots are at least this far apart, in ms. */
const PUBLISH_MS = 250;
/** The median is sorted out at most this often, in ms. */
const MEDIAN_MS = 1_000;
/** A batch of so many events is followed by more; its age then says how far behind the page is. */
const FULL_BATCH = 100;
/** Nothing has followed a full batch for so long, in ms: it was the last there was, and the page is not behind. */
const FOLLOWS_MS = 2_000;
const QUIET = hostStateCode('quiet');

type HostsListener = (hosts: readonly number[]) => void;

/**
 * The fold of one run and what a page derives from it. It lives outside React: the page reads `snapshot`, the mosaic
 * reads `shown` when it is told which hosts changed.
 */
export class RunStore {
  readonly state: RunState;
  /** Codes of `HOST_STATES` as they are shown: the fold's, with quiet hosts marked. */
  readonly shown: Uint8Array;
  /** Every outcome in the order in which it came. */
  readonly outcomes: OutcomeEvent[] = [];
  readonly #inFlight = new Set<number>();
  readonly #clock: ServerClock;
  readonly #timers: Timers;
  readonly #watchers = new Set<() => void>();
  readonly #hostListeners = new Set<HostsListener>();
  #snapshot: RunSnapshot;
  #flight: Flight = NO_FLIGHT;
  #medianMs: number | null = null;
  #medianAtMs = -Infinity;
  #medianOf = 0;
  #answered = 0;
  #durations = new Float64Array(64);
  #behindMs = 0;
  #behindAtMs = -Infinity;
  #event = 0;
  readonly #until: number;
  #publishedAtMs = -Infinity;
  #stopTimer: (() => void) | null = null;
  #still = false;

  /** @param until how many events the log had when the run was opened */
  constructor(hostCount: number, clock: ServerClock, timers: Timers, until = 0) {
    this.#until = until;
    this.state = emptyRunState(hostCount);
    this.shown = new Uint8Array(hostCount);
    this.#clock = clock;
    this.#timers = timers;
    this.#snapshot = this.#look();
  }

  get snapshot(): RunSnapshot {
    return this.#snapshot;
  }

  /** The server's wall clock; while the page catches up or is cut off, the time that it has read to. */
  now(): number {
    const behind = this.#still || this.#catchingUp();
    return behind ? (this.state.atMs ?? this.#clock.now()) : this.#clock.now();
  }

  /** Calls `watcher` after each new snapshot. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Calls `listener` with the hosts whose shown state changed, within the task of the batch. */
  onHosts(listener: HostsListener): () => void {
    this.#hostListeners.add(listener);
    return () => this.#hostListeners.delete(listener);
  }

  /**
   * Takes the next events of the log in; each exactly once.
   * @param event how many events of the log are passed with them
   */
  take(events: readonly RunEvent[], event: number): void {
    const readBack = this.#catchingUp();
    this.#event = event;
    const changed: number[] = [];
    for (const event of events) this.#takeOne(event, changed);
    const last = events.at(-1);
    if (last !== undefined) {
      const lateMs = this.#clock.observe(last.atMs);
      this.#behindMs = events.length >= FULL_BATCH && !readBack ? lateMs : 0;
      this.#behindAtMs = this.#timers.now();
    }
    this.#tell(changed);
    this.#plan(this.state.phase === 'finished');
  }

  /** While the server is away the numbers stand still: nothing is known about time that passes. */
  setStill(still: boolean): void {
    this.#still = still;
    this.#plan(false);
  }

  /** Stops the timers. */
  close(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#still = true;
    this.#watchers.clear();
    this.#hostListeners.clear();
  }

  #catchingUp(): boolean {
    return this.#event < this.#until;
  }

  #takeOne(event: RunEvent, changed: number[]): void {
    applyEvent(this.state, event);
    if (!('host' in event)) return;
    const { host } = event;
    const code = this.state.states[host]!;
    // Any sign of life ends a quiet time.
    if (this.shown[host] !== code) {
      this.shown[host] = code;
      changed.push(host);
    }
    if (event.type === 'host-connecting') this.#inFlight.add(host);
    if (this.state.hosts.get(host)?.outcome !== event) return;
    this.#inFlight.delete(host);
    this.outcomes.push(event);
    if (event.type === 'host-exited') this.#remember(event.durationMs);
  }

  #remember(durationMs: number): void {
    if (this.#answered === this.#durations.length) {
      const grown = new Float64Array(this.#durations.length * 2);
      grown.set(this.#durations);
      this.#durations = grown;
    }
    this.#durations[this.#answered] = durationMs;
    this.#answered += 1;
  }

  /** Publishes now if the last snapshot is old enough, else when it is. A running run goes on publishing: time passes. */
  #plan(atOnce: boolean): void {
    const waitMs = this.#publishedAtMs + PUBLISH_MS - this.#timers.now();
    if (atOnce || waitMs <= 0) return this.#publish();
    this.#stopTimer ??= this.#timers.after(waitMs, () => this.#publish());
  }

  #publish(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#publishedAtMs = this.#timers.now();
    if (!this.#still) this.#updateFlight();
    this.#snapshot = this.#look();
    for (const watcher of this.#watchers) watcher();
    if (this.state.phase === 'running' && !this.#still)
      this.#stopTimer = this.#timers.after(PUBLISH_MS, () => this.#publish());
  }

  #updateFlight(): void {
    const nowMs = this.now();
    if (this.#medianOf !== this.#answered && nowMs - this.#medianAtMs >= MEDIAN_MS) {
      this.#medianAtMs = nowMs;
      this.#medianOf = this.#answered;
      this.#medianMs = median(this.#durations.slice(0, this.#answered));
    }
    this.#flight = lookAtFlight(this.state, this.#inFlight, this.#medianMs, nowMs);
    const changed = this.#flight.quiet.filter((host) => this.shown[host] !== QUIET);
    for (const host of changed) this.shown[host] = QUIET;
    this.#tell(changed);
  }

  #tell(changed: readonly number[]): void {
    if (changed.length > 0) for (const listener of this.#hostListeners) listener(changed);
  }

  #look(): RunSnapshot {
    const { state } = this;
    const nowMs = this.now();
    const { done, elapsedMs, hostsPerSecond, leftMs } = progress(state, nowMs);
    return {
      phase: state.phase,
      counts: { ...state.counts },
      hostCount: state.hostCount,
      fanout: state.fanout,
      done,
      elapsedMs,
      hostsPerSecond,
      leftMs,
      startedAtMs: state.startedAtMs,
      finishedAtMs: state.finishedAtMs,
      finishReason: state.finishReason,
      cancelRequestedBy: state.cancelRequestedBy,
      atMs: state.atMs,
      nowMs,
      event: this.#event,
      flight: this.#flight,
      catchingUp: this.#catchingUp(),
      behindMs: this.#timers.now() - this.#behindAtMs < FOLLOWS_MS ? this.#behindMs : 0,
    };
  }
}
