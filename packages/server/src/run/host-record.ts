import type { HostFact, RunSpec, StageDurations } from '@rollcall/protocol';
import type { Ending, SessionEnding } from './endings.ts';
import type { RunLog } from './log-writer.ts';
import { createOutputKeeper } from './output-keeper.ts';
import type { Clock, SessionFact } from './ports.ts';
import type { Place } from './slots.ts';

/** Puts what a session says of one attempt into the log, ending with exactly one outcome. */
export interface HostRecord {
  /** The outcome stands; nothing more is written. */
  readonly ended: boolean;
  /** The command may have left for the host. */
  readonly dispatched: boolean;
  /** Resolves when the log has taken the fact; of `host-dispatched` when the disk has it. */
  take(fact: Exclude<SessionFact, SessionEnding>): Promise<void>;
  /** Writes what is left of the output, and the outcome. Later endings are ignored: the first one stands. */
  end(ending: Ending | SessionEnding): Promise<void>;
}

/** There are no retries by a person yet, and no others ever. */
const ATTEMPT = 1;

/** @param place where the host waits for slots: that time is the queue's and not the host's */
export function createHostRecord(
  run: { log: RunLog; spec: RunSpec; clock: Clock; startedAtMs: number },
  host: number,
  place: Place,
): HostRecord {
  const { log, clock } = run;
  const about = { host, attempt: ATTEMPT };
  const keeper = createOutputKeeper(run.spec.maxOutputBytes);
  const enteredAtMs = clock.monotonic();
  let reached: StageDurations = {};
  let ended = false;
  let dispatched = false;

  const withQueue = (stages: StageDurations): StageDurations => ({
    queueMs: Math.round(enteredAtMs - run.startedAtMs + place.waitedMs),
    ...stages,
  });

  function outcome(ending: Ending | SessionEnding): HostFact {
    if (ending.type === 'host-skipped') return { ...ending, ...about };
    const session =
      'durationMs' in ending ? ending : { durationMs: clock.monotonic() - enteredAtMs, stages: reached };
    const durationMs = Math.max(0, Math.round(session.durationMs - place.waitedMs));
    const timed = { ...ending, ...about, durationMs, stages: withQueue(session.stages) };
    if (timed.type === 'host-failed') return timed;
    return { ...timed, output: keeper.summary(isSuccess(ending)) };
  }

  return {
    get ended() {
      return ended;
    },
    get dispatched() {
      return dispatched;
    },
    async take(fact) {
      switch (fact.type) {
        case 'host-connecting':
          return log.append({ ...fact, ...about });
        case 'host-connected':
          reached = fact.stages;
          return log.append({ ...fact, ...about, stages: withQueue(fact.stages) });
        case 'host-dispatched':
          await log.append({ ...fact, ...about }, { durable: true });
          dispatched = true;
          return;
        case 'host-output':
          for (const kept of keeper.take(fact.stream, fact.bytes, clock.monotonic()))
            await log.append({ ...kept, ...about });
      }
    },
    async end(ending) {
      if (ended) return;
      ended = true;
      place.free();
      for (const kept of keeper.end()) await log.append({ ...kept, ...about });
      await log.append(outcome(ending));
    },
  };
}

function isSuccess(ending: Ending | SessionEnding): boolean {
  return ending.type === 'host-exited' && ending.status === 0 && ending.signal === null;
}
