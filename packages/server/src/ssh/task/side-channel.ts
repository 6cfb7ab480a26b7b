import { openSessionChannel } from '../channel/session-channel.ts';
import type { Link } from '../link.ts';
import type { Attempt } from '../attempt.ts';

/** A few words to a host beside a command that runs there, on a channel of the same connection. */
export interface SideTask {
  exec: string;
  /** Beyond it the channel is closed. */
  limitMs: number;
  /** Output is taken up to here; more is thrown away. */
  maxBytes: number;
  /** Called with all output so far, of both streams; what it returns is sent as input. */
  heard?(said: string): string | undefined;
}

/**
 * Runs it and gives what it printed on both streams; undefined when the host would not open the channel or run it. Whatever a host
 * does, this ends: at the latest after the limit, with what there was by then.
 */
export function runBeside(attempt: Attempt, link: Link, task: SideTask): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    let isRunning = false;
    const deadline = attempt.limit(task.limitMs, end);
    const channel = openSessionChannel(link, {
      opened: () => void channel.exec(task.exec, {}),
      refused: end,
      replied(accepted) {
        isRunning = accepted;
        if (!accepted) end();
      },
      output(_, bytes) {
        if (said.length < task.maxBytes) said += bytes.toString('latin1');
        channel.grant(0);
        const answer = task.heard?.(said);
        if (answer !== undefined) channel.write(Buffer.from(answer));
      },
      exited: () => undefined,
      ended: () => undefined,
      closed: end,
      lost: end,
    });

    function end(): void {
      deadline.clear();
      channel.close();
      resolve(isRunning ? Buffer.from(said.slice(0, task.maxBytes), 'latin1').toString('utf8') : undefined);
    }
  });
}
