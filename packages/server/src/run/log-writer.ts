import { applyEvent, type RunEvent, type RunFact, type RunState } from '@rollcall/protocol';
import { createGroupCommit, type LogPart } from './group-commit.ts';
import type { Clock, RunStore } from './ports.ts';

/** The log of one part of a run, of which this is the only writer. */
export interface RunLog {
  /** The fold of everything appended so far, stored or not. Read only. */
  readonly state: RunState;
  /**
   * Numbers and dates a fact and hands it to the next commit, about 20 ms from now. With `durable` the commit starts in
   * this turn of the event loop, and the promise resolves when the disk has the fact. Without, it resolves at once, or,
   * while more than 4 MiB wait for the disk, when there is room again.
   *
   * Rejects with the trouble when `onTrouble` has been called before the fact was safe. After a `StorageError` facts are
   * still taken, kept in memory and stored as soon as that works; after any other trouble none is.
   */
  append(fact: RunFact, options?: { durable?: boolean }): Promise<void>;
  /** Resolves when everything appended so far is stored; rejects with the trouble. */
  stored(): Promise<void>;
  /** What `onTrouble` was called with. */
  readonly trouble: Error | undefined;
}

/** Writes the logs of any number of runs, with one commit for all of them at a time. */
export interface LogWriter {
  /**
   * Opens the log of a part behind `state`, the fold of what is stored of it.
   * @param onTrouble called at most once: a `StorageError` when the store has refused everything for 10 s,
   * a `LogTakenError` when another writer has gone on with this log, anything else for a bug
   */
  open(run: { id: string; part?: number; state: RunState }, onTrouble: (trouble: Error) => void): RunLog;
}

/** What a fact without output weighs, roughly, while it waits for the disk. */
const FACT_BYTES = 256;
const DONE = Promise.resolve();

/** @param onReached rung after each commit with the last seq that is stored now */
export function createLogWriter(
  store: Pick<RunStore, 'appendEvents'>,
  clock: Clock,
  onReached: (run: string, part: number, seq: number) => void,
): LogWriter {
  const commits = createGroupCommit(store, clock, onReached);
  return {
    open({ id, part = 0, state }, onTrouble) {
      const log: LogPart = {
        run: id,
        part,
        state,
        storedSeq: state.seq,
        pending: [],
        pendingBytes: 0,
        durable: false,
        waiting: [],
        trouble: undefined,
        onTrouble,
      };
      return {
        state,
        append(fact, { durable = false } = {}) {
          if (log.trouble?.fatal) return Promise.reject(log.trouble.error);
          const event: RunEvent = { ...fact, seq: state.seq + 1, atMs: clock.now() };
          applyEvent(state, event);
          const bytes = FACT_BYTES + (event.type === 'host-output' ? event.bytes.byteLength : 0);
          commits.add(log, event, bytes, durable);
          if (log.trouble) return DONE;
          if (durable) return commits.stored(log);
          return commits.isFull() ? commits.room(log, bytes) : DONE;
        },
        stored: () => commits.stored(log),
        get trouble() {
          return log.trouble?.error;
        },
      };
    },
  };
}
