import type { Attempt } from './attempt.ts';
import { openSessionChannel } from './channel/session-channel.ts';
import type { Deadline } from './deadline.ts';
import { detailText, lossFailure, lossUnknown, type Failure, type Loss } from './failures.ts';
import type { FlushTicker } from './flush-ticker.ts';
import type { Link } from './link.ts';
import { createOutputQueue } from './output-queue.ts';

/** A session channel and the command that goes on it. */
export interface CommandSession {
  /** Whether the host has opened the channel; undefined when the attempt ended instead. False only for a spare way. */
  opened: Promise<boolean | undefined>;
  /** Sends the command. From here on the attempt ends with what can be known about a command that was sent. */
  start(): void;
  /** The next output; undefined when the attempt has ended and nothing is left to read. */
  nextOutput(): Promise<{ stream: 'stdout' | 'stderr'; bytes: Uint8Array } | undefined>;
}

/** Held for a reader that does not ask. An honest host stops at its window of 2 MiB, so more than this ignores the window. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/** A connection that was kept either answers at once or is as good as gone. */
const SPARE_OPEN_MS = 3_000;

/** RFC 4254 section 5.1, for a host that gives no words. */
const REFUSALS: Partial<Record<number, string>> = {
  1: 'administratively prohibited',
  2: 'connect failed',
  3: 'unknown channel type',
  4: 'resource shortage',
};

/**
 * Opens the channel at once; nothing of the command leaves before `start`.
 * @param way `spare` when there is another way to the host: an unopened channel does not end the attempt then
 */
export function openSession(
  attempt: Attempt,
  link: Link,
  ticker: FlushTicker,
  way: 'only' | 'spare' = 'only',
): CommandSession {
  const { request, limits } = attempt;
  let wakeReader: () => void = () => undefined;
  const queue = createOutputQueue(ticker, () => wakeReader());
  let report: { status: number | null; signal: string | null } | undefined;
  let stopping: 'cancel' | 'time-out' | undefined;
  let replyLimit: Deadline | undefined;
  let onOpened: (value: boolean) => void;
  const opened = attempt.wait<boolean>((done) => void (onOpened = done));
  let isGivenUp = false;

  function giveUp(failure: Failure): void {
    if (way === 'only') return attempt.end({ type: 'host-failed', ...failure });
    isGivenUp = true;
    attempt.endStage();
    onOpened(false);
  }

  const openMs = way === 'only' ? limits.openMs : Math.min(limits.openMs, SPARE_OPEN_MS);
  attempt.begin('open', openMs, () => giveUp({ reason: 'open/timeout', limitMs: openMs }));
  let onLost = (loss: Loss) => giveUp(lossFailure('open', loss));
  attempt.onEnd(() => queue.flush());

  const channel = openSessionChannel(link, {
    opened() {
      if (isGivenUp) return;
      attempt.endStage();
      onOpened(true);
    },
    refused(code, description) {
      const detail = detailText(description || REFUSALS[code] || `code ${code}`);
      giveUp({ reason: 'open/refused', detail });
    },
    replied(accepted) {
      replyLimit?.clear();
      if (accepted) return channel.endInput();
      if (stopping !== undefined) endStopped(true);
      else attempt.end({ type: 'host-failed', reason: 'exec/refused' });
    },
    output(stream, bytes) {
      if (attempt.ending !== undefined) return;
      replyLimit?.clear();
      queue.push(stream, bytes);
      if (queue.heldBytes > MAX_HELD_BYTES) {
        link.drop();
        attempt.end({ type: 'host-unknown', reason: 'protocol' });
      }
    },
    exited(status, signal) {
      replyLimit?.clear();
      report = { status, signal };
      if (stopping !== undefined) return;
      attempt.endStage();
      attempt.limit(limits.closeMs, endExitedButOpen);
    },
    ended: () => undefined,
    closed() {
      if (stopping !== undefined) endStopped(report !== undefined);
      else if (report !== undefined) attempt.end({ type: 'host-exited', ...report });
      else attempt.end({ type: 'host-unknown', reason: 'no-status' });
    },
    lost: (loss) => onLost(loss),
  });

  /** A child in the background holds the output open: the command itself is done. */
  function endExitedButOpen(): void {
    attempt.end({ type: 'host-exited', ...report!, note: 'output-may-continue' });
  }

  function endStopped(confirmed: boolean): void {
    if (stopping === 'cancel') attempt.end({ type: 'host-cancelled', stage: 'running', confirmed });
    else attempt.end({ type: 'host-timed-out', limitMs: request.commandTimeoutMs, confirmed });
  }

  /** TERM, half of the time later KILL, at its end the host is given up. The first reason to stop counts. */
  function stop(why: 'cancel' | 'time-out'): void {
    if (stopping !== undefined || attempt.ending !== undefined) return;
    if (report !== undefined) return endExitedButOpen();
    stopping = why;
    channel.signal('TERM');
    attempt.limit(limits.cancelMs / 2, () => channel.signal('KILL'));
    attempt.limit(limits.cancelMs, () => endStopped(false));
  }

  return {
    opened,
    start() {
      if (attempt.ending !== undefined) return;
      attempt.onCancel = () => stop('cancel');
      onLost = (loss) => {
        if (stopping !== undefined) endStopped(false);
        else if (report !== undefined) endExitedButOpen();
        else attempt.end({ type: 'host-unknown', ...lossUnknown(loss) });
      };
      attempt.begin('run', request.commandTimeoutMs, () => stop('time-out'));
      replyLimit = attempt.limit(limits.execReplyMs, () => {
        if (stopping === undefined) attempt.end({ type: 'host-unknown', reason: 'no-reply' });
      });
      if (!channel.exec(request.command, { ROLLCALL_ATTEMPT: request.token })) {
        attempt.end({ type: 'host-failed', reason: 'open/closed' });
      }
    },
    async nextOutput() {
      for (;;) {
        const piece = queue.take();
        if (piece !== undefined) {
          channel.grant(queue.heldBytes);
          return piece;
        }
        if (attempt.ending !== undefined) return undefined;
        await attempt.wait<true>((done) => void (wakeReader = () => done(true)));
      }
    },
  };
}
