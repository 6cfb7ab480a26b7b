import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_STAGE_LIMITS, readJump, type RunSpec, type RunTarget } from '@rollcall/protocol';
import {
  abandonedEnding,
  brokenEnding,
  stoppedEnding,
  type SessionEnding,
  type StopReason,
} from './endings.ts';
import { createHostRecord, type HostRecord } from './host-record.ts';
import type { RunLog } from './log-writer.ts';
import type { LoginOf } from './logins.ts';
import { StorageError, type Clock, type HostRequest, type RunOnHost, type SessionFact } from './ports.ts';
import type { Place, Slots } from './slots.ts';
import type { TaskOf } from './task.ts';

/** What all hosts of a run share. */
export interface CallContext {
  spec: RunSpec;
  hostCount: number;
  loginOf: LoginOf;
  taskOf: TaskOf;
  log: RunLog;
  slots: Slots;
  clock: Clock;
  runOnHost: RunOnHost;
  /** A random name for each attempt. */
  token: () => string;
  /** When the run began, monotonic. */
  startedAtMs: number;
  /** Aborts when hosts in flight have to end; `stopReason` says why. */
  signal: AbortSignal;
  stopReason: () => StopReason | undefined;
  onBug: (bug: unknown) => void;
}

/** A session that has not ended this long after its abort is left alone; its own limits are below that. */
const ABANDON_MS = DEFAULT_STAGE_LIMITS.cancelMs + DEFAULT_STAGE_LIMITS.closeMs;
/** How often a host is dialled again because this machine had no socket for it. */
const MAX_REDIALS = 3;
const FIRST_REDIAL_MS = 200;

/**
 * Calls one host and writes what happens to the log, ending with exactly one outcome, whatever the session does.
 * Rejects only when the log takes nothing any more.
 */
export async function callHost(
  run: CallContext,
  host: number,
  target: RunTarget,
  firstPlace: Place,
): Promise<void> {
  let place = firstPlace;
  for (let redials = 0; ; redials += 1) {
    const record = createHostRecord(run, host, place);
    try {
      const done = await attempt(run, record, requestFor(run, host, target, place), redials);
      if (done === 'ended') return;
      run.slots.shrink();
    } finally {
      place.leave();
    }
    await delay(FIRST_REDIAL_MS * 2 ** redials, undefined, { signal: run.signal }).catch(() => undefined);
    const next = run.signal.aborted ? undefined : await run.slots.enter().catch(() => undefined);
    if (!next) return record.end(abandonedEnding(run.stopReason() ?? 'cancelled', false));
    place = next;
  }
}

function requestFor(run: CallContext, host: number, target: RunTarget, place: Place): HostRequest {
  const { spec, loginOf, taskOf, signal } = run;
  const jump = target.jump ?? spec.jump;
  return {
    target,
    port: target.port ?? spec.port,
    ...taskOf(target, host),
    login: loginOf(target),
    hostKeys: spec.hostKeys,
    // Whoever stored the run has looked that it can be read.
    jump: jump === undefined ? undefined : readJump(jump),
    legacy: target.legacy ?? spec.legacy,
    limits: { ...DEFAULT_STAGE_LIMITS, connectMs: target.connectTimeoutMs ?? spec.connectTimeoutMs },
    commandTimeoutMs: spec.commandTimeoutMs,
    hostsOfRun: run.hostCount,
    token: run.token(),
    admit: () => place.admit(signal),
    signal,
  };
}

/** Lets the session run until it is over, or until it is to be left alone. */
async function attempt(
  run: CallContext,
  record: HostRecord,
  request: HostRequest,
  redials: number,
): Promise<'ended' | 'no-resources'> {
  const abandoned = Promise.withResolvers<'over'>();
  let broken = false;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => void (timer = setTimeout(abandoned.resolve, ABANDON_MS, 'over'));
  if (run.signal.aborted) onAbort();
  else run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const followed = await Promise.race([follow(run, record, request, redials), abandoned.promise]);
    if (followed === 'no-resources') return followed;
  } catch (error) {
    broken = true;
    const { trouble } = run.log;
    if (trouble === undefined) run.onBug(error);
    // Facts are still taken while the disk is full; of any other trouble the run knows already.
    else if (!(trouble instanceof StorageError)) throw error;
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener('abort', onAbort);
  }
  if (record.ended) return 'ended';
  const stop = run.signal.aborted ? run.stopReason() : undefined;
  if (!stop && !broken) run.onBug(new Error('a session ended without an outcome'));
  await record.end(stop ? abandonedEnding(stop, record.dispatched) : brokenEnding(record.dispatched));
  return 'ended';
}

/** Takes the facts of a session into the record, up to its ending: whatever came after one would be a second one. */
async function follow(
  run: CallContext,
  record: HostRecord,
  request: HostRequest,
  redials: number,
): Promise<'over' | 'no-resources'> {
  for await (const fact of run.runOnHost(request)) {
    // Left alone after its abort, and come back too late.
    if (record.ended) return 'over';
    if (isEnding(fact)) {
      const isShortage = fact.type === 'host-failed' && fact.reason === 'connect/no-resources';
      if (isShortage && redials < MAX_REDIALS && !run.signal.aborted) return 'no-resources';
      const stop = run.signal.aborted ? run.stopReason() : undefined;
      await record.end(stop ? stoppedEnding(fact, stop) : fact);
      return 'over';
    }
    if (fact.type !== 'host-connecting' || redials === 0) await record.take(fact);
  }
  return 'over';
}

function isEnding(fact: SessionFact): fact is SessionEnding {
  switch (fact.type) {
    case 'host-connecting':
    case 'host-connected':
    case 'host-dispatched':
    case 'host-output':
      return false;
    default:
      return true;
  }
}
