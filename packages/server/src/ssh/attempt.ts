import type { OutcomeType, StageDurations, StageLimits } from '@rollcall/protocol';
import type { Clock, HostRequest, SessionFact } from '../run/ports.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import type { LoopWatch } from './loop-watch.ts';

type OutcomeFact = Extract<SessionFact, { type: Exclude<OutcomeType, 'host-skipped'> }>;
type Untimed<F> = F extends OutcomeFact ? Omit<F, 'durationMs' | 'stages'> : never;
/** How an attempt ended, without its durations. */
export type Ending = Untimed<OutcomeFact>;

export type Stage = 'resolve' | 'connect' | 'banner' | 'kex' | 'auth' | 'open' | 'run';

/** What it takes to reach a host and to log in. */
export type ConnectRequest = Pick<
  HostRequest,
  'target' | 'port' | 'login' | 'hostKeys' | 'limits' | 'jump' | 'legacy' | 'admit' | 'signal'
>;

/** One attempt on one host: its clock, its stages and its one ending. */
export interface Attempt<Request extends ConnectRequest = HostRequest> {
  readonly request: Request;
  readonly limits: StageLimits;
  /** Set once, by the first reason; everything later is swallowed. */
  readonly ending: Ending | undefined;
  end(ending: Ending): void;
  /** Calls back at the ending, at once when it is there already; also when nobody asks for facts at that moment. */
  onEnd(callback: () => void): void;
  /** What broke on our side, the ledger for example: every wait rejects with it. */
  abandon: (error: unknown) => void;
  /** Resolves with what `start` hands to `done`, or with undefined as soon as the attempt ends. */
  wait<T>(start: (done: (value: T) => void) => void): Promise<T | undefined>;
  /** Resolves as `work` does, or with undefined as soon as the attempt ends. */
  until<T>(work: Promise<T>): Promise<T | undefined>;
  /** Ends the stage before and begins this one; after `limitMs` (0 = none) `onLimit` is called. */
  begin(stage: Stage, limitMs: number, onLimit: () => void): void;
  /** Ends the running stage. */
  endStage(): void;
  /** A limit of its own, beside the stages; ends with the attempt. */
  limit(limitMs: number, onLimit: () => void): Deadline;
  /** What a person's wish to stop does; set anew by the part that has the host in hand. */
  onCancel: () => void;
  /** `clean` runs when the attempt is over, unless the returned function was called before. */
  onDispose(clean: () => void): () => void;
  stages(): StageDurations;
  /** Only once there is an ending. */
  outcome(): OutcomeFact;
  dispose(): void;
}

/** Begins an attempt: its clock runs, and the request's signal ends it. */
export function createAttempt<Request extends ConnectRequest>(
  request: Request,
  clock: Clock,
  watch: LoopWatch,
): Attempt<Request> {
  const startedAt = clock.monotonic();
  const durations: StageDurations = {};
  const waiting = new Set<{ wake: () => void; abandon: (error: unknown) => void }>();
  const cleaning = new Set<() => void>();
  const atEnd: (() => void)[] = [];
  let ending: Ending | undefined;
  let durationMs = 0;
  let stage: { name: Stage; since: number; deadline: Deadline } | undefined;

  function endStage(): void {
    if (stage === undefined) return;
    stage.deadline.clear();
    durations[`${stage.name}Ms`] = Math.round(clock.monotonic() - stage.since);
    stage = undefined;
  }

  const attempt: Attempt<Request> = {
    request,
    limits: request.limits,
    get ending() {
      return ending;
    },
    end(given) {
      if (ending !== undefined) return;
      endStage();
      ending = given;
      durationMs = Math.round(clock.monotonic() - startedAt);
      for (const callback of atEnd) callback();
      for (const waiter of waiting) waiter.wake();
      waiting.clear();
    },
    onEnd(callback) {
      if (ending === undefined) atEnd.push(callback);
      else callback();
    },
    abandon(error) {
      for (const waiter of waiting) waiter.abandon(error);
      waiting.clear();
    },
    wait<T>(start: (done: (value: T) => void) => void): Promise<T | undefined> {
      return new Promise((resolve, reject) => {
        if (ending !== undefined) return resolve(undefined);
        const waiter = { wake: () => resolve(undefined), abandon: reject };
        waiting.add(waiter);
        start((value) => {
          waiting.delete(waiter);
          resolve(value);
        });
      });
    },
    until: (work) => Promise.race([work, attempt.wait<never>(() => undefined)]),
    begin(name, limitMs, onLimit) {
      endStage();
      if (ending !== undefined) return;
      const since = clock.monotonic();
      stage = { name, since, deadline: startDeadline(limitMs, watch, onLimit) };
    },
    endStage,
    limit(limitMs, onLimit) {
      const deadline = startDeadline(limitMs, watch, onLimit);
      cleaning.add(() => deadline.clear());
      return deadline;
    },
    onCancel: () => attempt.end({ type: 'host-cancelled', stage: 'connecting', confirmed: true }),
    onDispose(clean) {
      cleaning.add(clean);
      return () => void cleaning.delete(clean);
    },
    stages: () => ({ ...durations }),
    outcome: () => ({ ...ending!, durationMs, stages: { ...durations } }),
    dispose() {
      endStage();
      waiting.clear();
      for (const clean of cleaning) clean();
      cleaning.clear();
    },
  };
  cleaning.add(watch.hold());
  listenToCancel(attempt);
  return attempt;
}

function listenToCancel(attempt: Attempt<ConnectRequest>): void {
  const { signal } = attempt.request;
  const cancel = () => attempt.onCancel();
  if (signal.aborted) return cancel();
  signal.addEventListener('abort', cancel, { once: true });
  attempt.onDispose(() => signal.removeEventListener('abort', cancel));
}
