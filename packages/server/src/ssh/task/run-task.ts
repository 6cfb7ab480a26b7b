import type { Attempt } from '../attempt.ts';
import { openSessionChannel, type ChannelListener } from '../channel/session-channel.ts';
import type { Deadline } from '../deadline.ts';
import { detailText, lossUnknown } from '../failures.ts';
import type { Link } from '../link.ts';
import { chooseStart } from './choose-start.ts';
import { openRefused, type Opening } from './opening.ts';
import type { Outlet } from './outlet.ts';
import { watchSilence, type SilenceWatch } from './silence.ts';
import { plainStart, type StartStage } from './start.ts';
import { startStop, type Stop, type Stopped } from './stop.ts';

/** Held for a reader that does not ask. An honest host stops at its window of 2 MiB, so more than this ignores the window. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;
/** The terminal of a run that asks for one. */
const TERMINAL = { term: 'xterm', columns: 80, rows: 24 };
/** A login shell with a slow home folder needs longer than sshd's answer to the request. */
const SHELL_PATIENCE = 3;
type Why = 'cancel' | 'command' | 'silence';

/** Runs the command of the attempt on a channel that is open, until the attempt has its ending. */
export function runTask(
  attempt: Attempt,
  { link, server }: { link: Link; server: string },
  opening: Opening,
  outlet: Outlet,
): void {
  const { request, limits } = attempt;
  let { channel } = opening;
  let report: { status: number | null; signal: string | null } | undefined;
  let why: Why | undefined;
  let stop: Stop | undefined;
  let silence: SilenceWatch | undefined;
  let replyLimit: Deadline | undefined;
  let isRequested = false;

  const stage: StartStage = {
    write: (bytes) => void channel.write(bytes),
    endInput: () => channel.endInput(),
    output(stream, bytes) {
      outlet.push(stream, bytes);
      if (outlet.heldBytes <= MAX_HELD_BYTES) return;
      link.drop();
      attempt.end({ type: 'host-unknown', reason: 'protocol', process: start.process });
    },
    failed(reason, said) {
      const detail = said === undefined ? {} : { detail: detailText(said) };
      attempt.end({ type: 'host-failed', reason, ...detail });
    },
  };
  let start = chooseStart(request, { link, server }, stage);

  const listener: Omit<ChannelListener, 'opened' | 'refused'> = {
    ptyReplied(accepted) {
      if (accepted) exec();
      else attempt.end({ type: 'host-failed', reason: 'exec/refused', detail: 'no terminal' });
    },
    replied(accepted) {
      replyLimit?.clear();
      if (accepted) return start.accepted();
      if (stop !== undefined) stop.closed(true);
      else attempt.end({ type: 'host-failed', reason: 'exec/refused' });
    },
    output(stream, bytes) {
      if (attempt.ending !== undefined) return;
      replyLimit?.clear();
      silence?.heard();
      start.output(stream, bytes);
    },
    exited(status, signal) {
      replyLimit?.clear();
      report = { status, signal };
      if (stop !== undefined) return;
      attempt.endStage();
      attempt.limit(limits.closeMs, endExitedButOpen);
    },
    ended: () => undefined,
    closed() {
      if (stop !== undefined) return stop.closed(report !== undefined);
      // Without a report the last words may be missing too, and with them whether the command ran.
      const isKnown = report !== undefined || !start.isSent;
      if (isKnown && start.closed(report?.status ?? null) === 'not-begun') return startPlainly();
      const { process } = start;
      if (report !== undefined) attempt.end({ type: 'host-exited', ...report, process });
      else attempt.end({ type: 'host-unknown', reason: 'no-status', process });
    },
    lost(loss) {
      const { process } = start;
      if (why !== undefined) endStopped({ confirmed: false, stopped: 'connection' });
      else if (report !== undefined) endExitedButOpen();
      else attempt.end({ type: 'host-unknown', ...lossUnknown(loss), process });
    },
  };

  /** Nothing of the command has left yet, so it may go in another way, on another channel. */
  function startPlainly(): void {
    report = undefined;
    isRequested = false;
    start = plainStart(request, 'no-shell', stage);
    channel = openSessionChannel(link, {
      ...listener,
      opened: begin,
      refused: (code, description) => attempt.end({ type: 'host-failed', ...openRefused(code, description) }),
    });
    outlet.drawFrom(channel);
  }

  /** A child in the background holds the output open: the command itself is done. */
  function endExitedButOpen(): void {
    attempt.end({ type: 'host-exited', ...report!, note: 'output-may-continue', process: start.process });
  }

  function endStopped(stopped: Stopped): void {
    const ending = { ...stopped, process: start.process };
    if (why === 'cancel') return attempt.end({ type: 'host-cancelled', stage: 'running', ...ending });
    const limitMs = why === 'silence' ? request.silenceTimeoutMs! : request.commandTimeoutMs;
    attempt.end({ type: 'host-timed-out', limit: why!, limitMs, ...ending });
  }

  /** The first reason to stop counts. */
  function stopFor(reason: Why): void {
    if (why !== undefined || attempt.ending !== undefined) return;
    if (report !== undefined) return endExitedButOpen();
    if (reason === 'cancel' && !(isRequested && start.isSent)) {
      return attempt.end({ type: 'host-cancelled', stage: 'connecting', confirmed: true });
    }
    why = reason;
    const target = { group: start.group, signal: (name: string) => void channel.signal(name) };
    stop = startStop(attempt, link, target, reason !== 'cancel', endStopped);
  }

  /** Sends the request, for a terminal first where one is wanted: without it nothing of the command leaves. */
  function begin(): void {
    if (attempt.ending !== undefined) return;
    attempt.begin('run', request.commandTimeoutMs, () => stopFor('command'));
    replyLimit = attempt.limit(limits.execReplyMs, () => {
      if (stop === undefined)
        attempt.end({ type: 'host-unknown', reason: 'no-reply', process: start.process });
    });
    attempt.limit(limits.execReplyMs * SHELL_PATIENCE, () => start.overdue());
    silence?.heard();
    silence ??= watchSilence(
      attempt,
      request.silenceTimeoutMs ?? 0,
      () => outlet.heldBytes,
      () => stopFor('silence'),
    );
    if (!request.pty) exec();
    else if (!channel.requestPty(TERMINAL)) attempt.end({ type: 'host-failed', reason: 'open/closed' });
  }

  function exec(): void {
    isRequested = true;
    if (channel.exec(start.exec, start.env)) start.requested();
    else attempt.end({ type: 'host-failed', reason: 'open/closed' });
  }

  attempt.onCancel = () => stopFor('cancel');
  opening.listen(listener);
  outlet.drawFrom(channel);
  begin();
}
