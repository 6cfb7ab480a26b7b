import type { RunEvent, RunState } from '@rollcall/protocol';
import { StorageError, type Clock, type LogBatch, type RunStore } from './ports.ts';

/** Facts that nobody waits for are gathered this long. */
const GATHER_MS = 20;
/** From this size on they are not gathered any longer. */
const GATHER_BYTES = 1024 * 1024;
/** Above this, writers wait: the hosts' channels are paused, and memory stays bounded. */
const BUDGET_BYTES = 4 * 1024 * 1024;
/** What a writer that floods adds when it may go on; one that adds much less waits for no other. */
const PIECE_BYTES = 64 * 1024;
const SMALL_BYTES = 4 * 1024;
/** How long the store may refuse before the runs are ended; a backup or a person with a full disk gets this long. */
const PATIENCE_MS = 10_000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 1_000;

/** One part of a log with what is not stored of it yet. */
export interface LogPart {
  readonly run: string;
  readonly part: number;
  readonly state: RunState;
  storedSeq: number;
  /** Facts after `storedSeq`, without those of the commit that is under way. */
  pending: RunEvent[];
  pendingBytes: number;
  /** Somebody waits until the disk has them. */
  durable: boolean;
  waiting: { seq: number; resolve: () => void; reject: (trouble: Error) => void }[];
  /** Fatal: nothing is taken any more. Otherwise the facts are kept, and their commit is tried on and on. */
  trouble: { error: Error; fatal: boolean } | undefined;
  readonly onTrouble: (trouble: Error) => void;
}

/** Commits the pending facts of all parts together, one commit after the other. */
export interface GroupCommit {
  add(log: LogPart, event: RunEvent, bytes: number, durable: boolean): void;
  /** Resolves when everything added to `log` so far is stored; rejects with its trouble. */
  stored(log: LogPart): Promise<void>;
  isFull(): boolean;
  /** Resolves when there is room again for who has just added `bytes`; rejects with the trouble of `log`. */
  room(log: LogPart, bytes: number): Promise<void>;
}

interface Taken {
  log: LogPart;
  batch: LogBatch;
  bytes: number;
  durable: boolean;
}

export function createGroupCommit(
  store: Pick<RunStore, 'appendEvents'>,
  clock: Clock,
  onReached: (run: string, part: number, seq: number) => void,
): GroupCommit {
  const dirty = new Set<LogPart>();
  let heldBytes = 0;
  let squeezed: { log: LogPart; bytes: number; resolve: () => void; reject: (trouble: Error) => void }[] = [];
  let committing = false;
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let failing: { sinceMs: number; retryMs: number } | undefined;

  function schedule(urgent: boolean): void {
    if (committing || immediate) return;
    if (urgent && !failing) {
      clearTimeout(timer);
      timer = undefined;
      // Behind the I/O that is ready in this turn: what other hosts have to say now comes along.
      immediate = setImmediate(commit);
    } else timer ??= setTimeout(commit, failing?.retryMs ?? GATHER_MS);
  }

  function commit(): void {
    timer = immediate = undefined;
    committing = true;
    const taken = [...dirty].map(take);
    dirty.clear();
    void attempt(taken).finally(() => {
      committing = false;
      if (dirty.size > 0) schedule([...dirty].some(isUrgent));
    });
  }

  async function attempt(taken: Taken[]): Promise<void> {
    try {
      const batches = taken.map(({ batch }) => batch);
      await store.appendEvents(
        batches,
        taken.some(({ durable }) => durable),
      );
    } catch (error) {
      if (error instanceof StorageError) return refused(taken, error);
      // One log is not what we think: the others must not suffer, so each goes alone.
      if (taken.length === 1) return abandon(taken[0]!, error as Error);
      for (const one of taken) await attempt([one]);
      return;
    }
    failing = undefined;
    for (const one of taken) settle(one);
    release();
  }

  /** Everything stays in memory and is tried again; those who wait are told after a while. */
  function refused(taken: readonly Taken[], error: StorageError): void {
    for (const { log, batch, bytes, durable } of taken) {
      log.pending = [...batch.events, ...log.pending];
      log.pendingBytes += bytes;
      log.durable ||= durable;
      dirty.add(log);
    }
    const nowMs = clock.monotonic();
    const retryMs = failing ? Math.min(2 * failing.retryMs, LAST_RETRY_MS) : FIRST_RETRY_MS;
    failing = { sinceMs: failing?.sinceMs ?? nowMs, retryMs };
    if (nowMs - failing.sinceMs < PATIENCE_MS) return;
    for (const log of dirty) if (!log.trouble) trouble(log, error, false);
  }

  function abandon({ log, bytes }: Taken, error: Error): void {
    heldBytes -= bytes + log.pendingBytes;
    log.pending = [];
    log.pendingBytes = 0;
    dirty.delete(log);
    trouble(log, error, true);
    release();
  }

  function trouble(log: LogPart, error: Error, fatal: boolean): void {
    const told = log.trouble !== undefined;
    log.trouble = { error, fatal };
    for (const { reject } of log.waiting) reject(error);
    log.waiting = [];
    for (const waiter of squeezed) if (waiter.log === log) waiter.reject(error);
    squeezed = squeezed.filter((waiter) => waiter.log !== log);
    if (!told) log.onTrouble(error);
  }

  function settle({ log, batch, bytes }: Taken): void {
    heldBytes -= bytes;
    log.storedSeq = batch.events.at(-1)!.seq;
    const isStored = ({ seq }: { seq: number }) => seq <= log.storedSeq;
    if (log.waiting.length > 0) {
      for (const { resolve } of log.waiting.filter(isStored)) resolve();
      log.waiting = log.waiting.filter((waiter) => !isStored(waiter));
    }
    onReached(log.run, log.part, log.storedSeq);
  }

  /**
   * Lets those go on who have waited longest, as many as there is room for: 200 floods that all went on at once were one
   * commit of 13 MiB, and as long a wait for the exit of a quiet host.
   */
  function release(): void {
    let places = Math.ceil((BUDGET_BYTES - heldBytes) / PIECE_BYTES);
    if (squeezed.length === 0 || places <= 0) return;
    const waiting = squeezed;
    squeezed = [];
    for (const waiter of waiting) {
      if (waiter.bytes < SMALL_BYTES || places-- > 0) waiter.resolve();
      else squeezed.push(waiter);
    }
    // They may have nothing to add, and then no commit follows that would let the others go on.
    if (squeezed.length > 0) setImmediate(release);
  }

  return {
    add(log, event, bytes, durable) {
      log.pending.push(event);
      log.pendingBytes += bytes;
      heldBytes += bytes;
      log.durable ||= durable;
      dirty.add(log);
      schedule(isUrgent(log));
    },
    stored(log) {
      if (log.trouble) return Promise.reject(log.trouble.error);
      const { seq } = log.state;
      if (seq === log.storedSeq) return Promise.resolve();
      return new Promise((resolve, reject) => log.waiting.push({ seq, resolve, reject }));
    },
    isFull: () => heldBytes > BUDGET_BYTES,
    room: (log, bytes) => new Promise((resolve, reject) => squeezed.push({ log, bytes, resolve, reject })),
  };
}

function isUrgent({ durable, pendingBytes }: LogPart): boolean {
  return durable || pendingBytes >= GATHER_BYTES;
}

/** Takes what is pending of `log`; its fold stands at the last of these facts. */
function take(log: LogPart): Taken {
  const { run, part, pending: events, pendingBytes: bytes, durable, state } = log;
  log.pending = [];
  log.pendingBytes = 0;
  log.durable = false;
  const { phase, counts, startedAtMs, finishedAtMs, finishReason, durationMs } = state;
  const progress = {
    phase,
    counts: { ...counts },
    startedAtMs,
    finishedAtMs,
    finishReason,
    durationMs,
  };
  return { log, batch: { run, part, events, progress }, bytes, durable };
}
