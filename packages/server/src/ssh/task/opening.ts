import type { Attempt } from '../attempt.ts';
import { openSessionChannel, type ChannelListener, type SessionChannel } from '../channel/session-channel.ts';
import { detailText, lossFailure, type Failure } from '../failures.ts';
import type { Link } from '../link.ts';

/** A channel that the host was asked to open. */
export interface Opening {
  channel: SessionChannel;
  /** Whether the host has opened it; undefined when the attempt ended instead. False only for a spare way. */
  opened: Promise<boolean | undefined>;
  /** From here on what happens on the channel is told to `listener`. */
  listen(listener: Omit<ChannelListener, 'opened' | 'refused'>): void;
}

/** A connection that was kept either answers at once or is as good as gone. */
const SPARE_OPEN_MS = 3_000;

/** RFC 4254 section 5.1, for a host that gives no words. */
const REFUSALS: Partial<Record<number, string>> = {
  1: 'administratively prohibited',
  2: 'connect failed',
  3: 'unknown channel type',
  4: 'resource shortage',
};

/** The failure of a host that would not open a channel. */
export function openRefused(code: number, description: string): Failure {
  return { reason: 'open/refused', detail: detailText(description || REFUSALS[code] || `code ${code}`) };
}

/** @param way `spare` when there is another way to the host: an unopened channel does not end the attempt then */
export function openChannel(attempt: Attempt, link: Link, way: 'only' | 'spare'): Opening {
  const { limits } = attempt;
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
  const ignore = (): void => undefined;
  const silent = { replied: ignore, output: ignore, exited: ignore, ended: ignore, closed: ignore };
  let listener: Omit<ChannelListener, 'opened' | 'refused'> = {
    ...silent,
    lost: (loss) => giveUp(lossFailure('open', loss)),
  };
  const channel = openSessionChannel(link, {
    opened() {
      if (isGivenUp) return;
      attempt.endStage();
      onOpened(true);
    },
    refused: (code, description) => giveUp(openRefused(code, description)),
    ptyReplied: (accepted) => listener.ptyReplied?.(accepted),
    replied: (accepted) => listener.replied(accepted),
    output: (stream, bytes) => listener.output(stream, bytes),
    exited: (status, signal) => listener.exited(status, signal),
    ended: () => listener.ended(),
    closed: () => listener.closed(),
    lost: (loss) => listener.lost(loss),
  });
  return { channel, opened, listen: (next) => void (listener = next) };
}
