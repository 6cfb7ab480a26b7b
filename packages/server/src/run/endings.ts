import type { HostFact, OutcomeType } from '@rollcall/protocol';
import type { SessionFact } from './ports.ts';

/** Why a run ends before all its hosts were called. */
export type StopReason = 'cancelled' | 'server-stopped' | 'storage' | 'log-taken';

type Skipped = Extract<HostFact, { type: 'host-skipped' }>;
/** How an attempt ended, as a session says it. */
export type SessionEnding = Extract<SessionFact, { type: OutcomeType }>;
type Untimed<F> = F extends SessionEnding ? Omit<F, 'durationMs' | 'stages'> : never;
/** How an attempt ended, without its durations. */
export type Ending = Untimed<SessionEnding> | Pick<Skipped, 'type' | 'reason'>;

/** Why a host that nothing was sent to was left out. */
export const SKIP_REASONS: Record<StopReason, Skipped['reason']> = {
  cancelled: 'run-cancelled',
  'server-stopped': 'server-stopped',
  storage: 'storage',
  // Never written: the log has another writer.
  'log-taken': 'engine-lost',
};

/**
 * What is said of a host that a session ended because we asked it to. Only a person cancels: a server that stops or a disk
 * that is full leaves the host out, or leaves its outcome unknown unless the host has confirmed that nothing runs there.
 */
export function stoppedEnding(ending: SessionEnding, stop: StopReason): Ending {
  if (ending.type !== 'host-cancelled' || stop === 'cancelled' || stop === 'log-taken') return ending;
  if (ending.stage === 'connecting') return { type: 'host-skipped', reason: stop };
  return stop === 'server-stopped' && ending.confirmed ? ending : { type: 'host-unknown', reason: stop };
}

/** The ending of a host whose session has not given one in time, although the run had to stop. */
export function abandonedEnding(stop: StopReason, dispatched: boolean): Ending {
  if (stop === 'cancelled')
    return {
      type: 'host-cancelled',
      stage: dispatched ? 'running' : 'connecting',
      confirmed: !dispatched,
    };
  if (!dispatched) return { type: 'host-skipped', reason: SKIP_REASONS[stop] };
  return { type: 'host-unknown', reason: stop === 'log-taken' ? 'engine-lost' : stop };
}

/** The ending of a host whose session broke: a bug of ours, so nothing is known but what was sent. */
export function brokenEnding(dispatched: boolean): Ending {
  if (dispatched) return { type: 'host-unknown', reason: 'no-status' };
  return { type: 'host-failed', reason: 'connect/failed', detail: 'a bug in Rollcall, see its log' };
}
