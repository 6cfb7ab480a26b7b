import { visibleText } from '@rollcall/protocol';
import type { Loss } from '../failures.ts';
import type { Link } from '../link.ts';
import { STDERR_DATA } from '../ssh2-internals.ts';
import { MAX_PACKET_BYTES, WINDOW_BYTES } from './channels.ts';

/** What happens on the channel, in the order in which the host said it. */
export interface ChannelListener {
  opened(): void;
  /** The host refused to open it. */
  refused(reason: number, description: string): void;
  /** Answer to the request for a terminal. */
  ptyReplied?(accepted: boolean): void;
  /** Answer to the exec request. */
  replied(accepted: boolean): void;
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void;
  /** The host takes input again after a `write` that said false. */
  drained?(): void;
  /** Exactly one of the two is not null. Only the first report of a channel is passed on. */
  exited(status: number | null, signal: string | null): void;
  /** No more output will come. */
  ended(): void;
  /** The host closed the channel; ours is answered. */
  closed(): void;
  /** The connection is gone; nothing more comes. */
  lost(loss: Loss): void;
}

/** A terminal as a command sees it. */
export interface PtySize {
  /** Value of TERM, e.g. `xterm-256color`. */
  term: string;
  columns: number;
  rows: number;
}

/** One session channel (RFC 4254 section 6) with one command on it. */
export interface SessionChannel {
  /** Asks for a terminal, before `exec`; the answer comes as `ptyReplied`. */
  requestPty(size: PtySize): boolean;
  /** Sends the request; the answer comes as `replied`. False when the connection is gone. */
  exec(command: string, env: Readonly<Record<string, string>>): boolean;
  /** Input of the command. False when some of it waits for the host: go on at `drained`. */
  write(bytes: Uint8Array): boolean;
  /**
   * Tells the command that its input has ended, after what was written: one that reads would wait for ever otherwise. Signals
   * go on working: RFC 4254 lets requests follow an EOF, and sshd acts on them.
   */
  endInput(): void;
  /** `TERM`, `KILL`, … False when it could not be sent. */
  signal(name: string): boolean;
  /** Lets the host send more when enough of its window is used up: `heldBytes` is what waits here to be read. */
  grant(heldBytes: number): void;
  close(): void;
}

/** Names of RFC 4254 have up to 4 characters, those of others `name@domain`. */
const MAX_SIGNAL_CHARS = 64;

/**
 * Opens a session channel. A host that closes the channel, or the connection, without a report of the exit leaves `exited`
 * uncalled: that is no success.
 */
export function openSessionChannel(link: Pick<Link, 'channels'>, listener: ChannelListener): SessionChannel {
  let reported = false;
  /** Requests without an answer, in their order: the host answers in the same one. */
  const asked: ((accepted: boolean) => void)[] = [];

  const channel = link.channels.open((to, ours) => to.session(ours, WINDOW_BYTES, MAX_PACKET_BYTES), {
    opened: () => listener.opened(),
    refused: (reason, description) => listener.refused(reason, description),
    data(bytes, type) {
      if (type === 0) listener.output('stdout', bytes);
      else if (type === STDERR_DATA) listener.output('stderr', bytes);
    },
    replied: (accepted) => asked.shift()?.(accepted),
    request(type, data) {
      if (reported) return;
      if (type === 'exit-status') {
        reported = true;
        listener.exited(data as number, null);
      } else if (type === 'exit-signal') {
        reported = true;
        const { signal } = data as { signal: string };
        listener.exited(null, visibleText(signal.slice(0, MAX_SIGNAL_CHARS)));
      }
    },
    drained: () => listener.drained?.(),
    ended: () => listener.ended(),
    closed: () => listener.closed(),
    lost: (loss) => listener.lost(loss),
  });

  return {
    requestPty({ term, columns, rows }) {
      asked.push((accepted) => listener.ptyReplied?.(accepted));
      return channel.send((to, theirs) => to.pty(theirs, rows, columns, 0, 0, term, null, true));
    },
    exec(command, env) {
      asked.push((accepted) => listener.replied(accepted));
      return channel.send((to, theirs) => {
        // Without a wish for an answer it costs no round trip, and a host that refuses the variable just goes on.
        for (const [name, value] of Object.entries(env)) to.env(theirs, name, value, false);
        to.exec(theirs, command, true);
      });
    },
    write: (bytes) => channel.write(bytes),
    endInput: () => channel.endInput(),
    signal: (name) => channel.send((to, theirs) => to.signal(theirs, name)),
    grant: (heldBytes) => channel.grant(heldBytes),
    close: () => channel.close(),
  };
}
