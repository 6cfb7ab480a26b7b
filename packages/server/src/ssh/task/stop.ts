import type { StopWay } from '@rollcall/protocol';
import type { Attempt } from '../attempt.ts';
import type { Link } from '../link.ts';
import { evidenceOf } from './evidence.ts';
import { killGroup } from './kill-group.ts';

/** How a stop ended. */
export interface Stopped {
  confirmed: boolean;
  stopped: StopWay;
  evidence?: string;
}

/** A command that is being ended. */
export interface Stop {
  /** The channel of the command is closed. */
  closed(hasReport: boolean): void;
}

/** What is to end. */
export interface StopTarget {
  /** 0 when the command has none of its own. */
  group: number;
  /** Asks the SSH server to pass a signal on. */
  signal(name: string): void;
}

/** After `kill` has ended the group, the channel of the command is given so long to end, and to bring its last output. */
const LAST_OUTPUT_MS = 1_000;
const AGAIN_MS = 100;

/**
 * Ends a command: TERM, half of the time later KILL, at its end it is given up. The signals come from `kill` on a channel beside it, which
 * also finds out whether anything is left; where that cannot be had, from the SSH server.
 * @param wantsEvidence what runs there is looked at first
 */
export function startStop(
  attempt: Attempt,
  link: Link,
  target: StopTarget,
  wantsEvidence: boolean,
  done: (stopped: Stopped) => void,
): Stop {
  const { limits, request } = attempt;
  const { group } = target;
  let evidence: string | undefined;
  let isClosed = false;
  let isSignalled = false;
  let whenClosed: () => void = () => undefined;

  function finish(confirmed: boolean, way: StopWay): void {
    done({ confirmed, stopped: confirmed ? way : 'connection', ...(evidence !== undefined && { evidence }) });
  }

  function signal(): void {
    if (isSignalled) return;
    isSignalled = true;
    target.signal('TERM');
    attempt.limit(limits.cancelMs / 2, () => target.signal('KILL'));
  }

  async function kill(): Promise<void> {
    if (attempt.ending !== undefined) return;
    const patience = attempt.limit(limits.cancelMs / 4, signal);
    const { sudo } = request;
    const end = await killGroup(attempt, link, { group, cancelMs: limits.cancelMs, sudo }, () =>
      patience.clear(),
    );
    patience.clear();
    if (end === 'alive') return finish(false, 'process-group');
    if (end !== 'gone') {
      signal();
      // A server that has one session at a time frees it a moment after it has closed the channel.
      if (isClosed && end === undefined) attempt.limit(AGAIN_MS, () => void kill());
      return;
    }
    whenClosed = () => finish(true, 'process-group');
    if (isClosed) whenClosed();
    else attempt.limit(LAST_OUTPUT_MS, whenClosed);
  }

  async function begin(): Promise<void> {
    if (wantsEvidence && group !== 0) evidence = await evidenceOf(attempt, link, group);
    if (attempt.ending !== undefined) return;
    attempt.limit(limits.cancelMs, () => finish(false, 'connection'));
    if (group === 0) signal();
    else await kill();
  }
  void begin();

  return {
    closed(hasReport) {
      isClosed = true;
      if (group === 0) finish(hasReport, 'signal');
      // The command has ended by the signal of the server. What else is in its group can be asked for now, at the latest.
      else if (isSignalled) void kill();
      else whenClosed();
    },
  };
}
