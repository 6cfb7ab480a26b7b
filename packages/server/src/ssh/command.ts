import type { Attempt } from './attempt.ts';
import type { FlushTicker } from './flush-ticker.ts';
import type { Link } from './link.ts';
import { openChannel } from './task/opening.ts';
import { createOutlet, type Outlet } from './task/outlet.ts';
import { runTask } from './task/run-task.ts';

/** A session channel and the command that goes on it. */
export interface CommandSession {
  /** Whether the host has opened the channel; undefined when the attempt ended instead. False only for a spare way. */
  opened: Promise<boolean | undefined>;
  /** Sends the command. From here on the attempt ends with what can be known about a command that was sent. */
  start(): void;
  /** The next output; undefined when the attempt has ended and nothing is left to read. */
  nextOutput: Outlet['next'];
}

/**
 * Opens the channel at once; nothing of the command leaves before `start`.
 * @param way `spare` when there is another way to the host: an unopened channel does not end the attempt then
 */
export function openSession(
  attempt: Attempt,
  connection: { link: Link; server: string },
  ticker: FlushTicker,
  way: 'only' | 'spare' = 'only',
): CommandSession {
  const opening = openChannel(attempt, connection.link, way);
  const outlet = createOutlet(attempt, ticker);
  return {
    opened: opening.opened,
    start() {
      if (attempt.ending === undefined) runTask(attempt, connection, opening, outlet);
    },
    nextOutput: () => outlet.next(),
  };
}
