import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyRunState, type RunSpec, type RunTarget } from '@rollcall/protocol';
import { callHost, type CallContext } from './call-host.ts';
import { SKIP_REASONS, type StopReason } from './endings.ts';
import type { LogWriter } from './log-writer.ts';
import type { LoginOf } from './logins.ts';
import { StorageError, type Clock, type RunOnHost } from './ports.ts';
import { createSlots } from './slots.ts';
import { createTaskOf } from './task.ts';

/** What a run needs to be carried out. */
export interface RunOrder {
  id: string;
  spec: RunSpec;
  targets: readonly RunTarget[];
  loginOf: LoginOf;
  /** In memory only. */
  sudoPassword?: string | undefined;
}

export interface RunTools {
  /** Id of the engine. */
  engine: string;
  writer: LogWriter;
  clock: Clock;
  runOnHost: RunOnHost;
  token: () => string;
  onBug: (bug: unknown, about: string) => void;
}

/** A run that is being carried out. */
export interface ActiveRun {
  /** Takes the run back: hosts that were not called are left out, hosts in flight are stopped. The first wish counts. */
  cancel(by: string): void;
  /** No further host is called; with `abort` those in flight are stopped as well. */
  stop(reason: StopReason, options: { abort: boolean }): void;
  /** Resolves when `run-finished` is written, or when the log takes nothing any more. Never rejects. */
  readonly over: Promise<void>;
}

/** Hosts that are left out in one turn of the event loop. */
const SKIPS_PER_TURN = 500;

/** Begins to call the hosts of a run, in order. */
export function startRun(order: RunOrder, tools: RunTools): ActiveRun {
  const { spec, targets } = order;
  const aborting = new AbortController();
  const slots = createSlots(spec.fanout, tools.clock);
  const startedAtMs = tools.clock.monotonic();
  let stopped: StopReason | undefined;

  const log = tools.writer.open({ id: order.id, state: emptyRunState(targets.length) }, (trouble) => {
    const isStorage = trouble instanceof StorageError;
    if (!isStorage) tools.onBug(trouble, `the log of run ${order.id}`);
    stop(isStorage ? 'storage' : 'log-taken', { abort: true });
  });
  const context: CallContext = {
    ...tools,
    spec,
    hostCount: targets.length,
    loginOf: order.loginOf,
    taskOf: createTaskOf(spec, order.sudoPassword),
    log,
    slots,
    startedAtMs,
    signal: aborting.signal,
    stopReason: () => stopped,
    onBug: (bug) => tools.onBug(bug, `run ${order.id}`),
  };

  function stop(reason: StopReason, { abort }: { abort: boolean }): void {
    stopped ??= reason;
    slots.close();
    if (abort) aborting.abort();
  }

  /** Starts hosts as slots get free; gives the index of the first one that was not called. */
  async function callAll(calls: Promise<void>[]): Promise<number> {
    for (const [host, target] of targets.entries()) {
      const place = stopped ? undefined : await slots.enter().catch(() => undefined);
      if (!place) return host;
      if (stopped) {
        place.leave();
        return host;
      }
      // Rejects only when the log takes nothing any more: the run finds out by itself.
      calls.push(callHost(context, host, target, place).catch(reportUnlessTold));
    }
    return targets.length;
  }

  async function skipFrom(first: number): Promise<void> {
    for (let host = first; host < targets.length; host += 1) {
      await log.append({ type: 'host-skipped', host, attempt: 1, reason: SKIP_REASONS[stopped!] });
      if ((host - first) % SKIPS_PER_TURN === SKIPS_PER_TURN - 1) await nextTurn();
    }
  }

  async function carryOut(): Promise<void> {
    await log.append({
      type: 'run-started',
      hostCount: targets.length,
      fanout: spec.fanout,
      engine: tools.engine,
    });
    const calls: Promise<void>[] = [];
    const next = await callAll(calls);
    await Promise.all([...calls, skipFrom(next)]);
    const durationMs = Math.round(tools.clock.monotonic() - startedAtMs);
    const reason = stopped === undefined || stopped === 'log-taken' ? 'completed' : stopped;
    await log.append({ type: 'run-finished', reason, durationMs }, { durable: true });
  }

  function reportUnlessTold(error: unknown): void {
    if (log.trouble === undefined) context.onBug(error);
  }
  const over = carryOut().catch(reportUnlessTold);

  return {
    over,
    stop,
    cancel(by) {
      if (log.state.phase === 'finished' || log.state.cancelRequestedBy !== null) return;
      log.append({ type: 'run-cancel-requested', by }).catch(() => undefined);
      stop('cancelled', { abort: true });
    },
  };
}
