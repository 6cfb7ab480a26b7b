import { visibleText } from '@rollcall/protocol';
import type { Link } from './link.ts';
import { STDERR_DATA } from './ssh2-internals.ts';

/** What happens on the channel, in the order in which the host said it. */
export interface ChannelListener {
  opened(): void;
  /** The host refused to open it. */
  refused(reason: number, description: string): void;
  /** Answer to the exec request. */
  replied(accepted: boolean): void;
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void;
  /** Exactly one of the two is not null. Only the first report of a channel is passed on. */
  exited(status: number | null, signal: string | null): void;
  /** No more output will come. */
  ended(): void;
  /** The host closed the channel; ours is answered. */
  closed(): void;
}

/** One session channel (RFC 4254 section 6) with one command on it. */
export interface SessionChannel {
  /** Sends the request; the answer comes as `replied`. False when the connection is gone. */
  exec(command: string, env: Readonly<Record<string, string>>): boolean;
  /**
   * Tells the command that its input has ended: one that reads would wait for ever otherwise. Signals go on working: RFC 4254
   * lets requests follow an EOF, sshd acts on them, and it is only ssh2's channel that would no longer send them.
   */
  endInput(): void;
  /** `TERM`, `KILL`, … False when it could not be sent. */
  signal(name: string): boolean;
  /** Lets the host send more when enough of its window is used up: `heldBytes` is what waits here to be read. */
  grant(heldBytes: number): void;
  close(): void;
}

/** Bytes that may be under way or waiting here, as OpenSSH's client has it. */
export const WINDOW_BYTES = 2 * 1024 * 1024;
const GRANT_FROM_BYTES = WINDOW_BYTES / 2;
const MAX_PACKET_BYTES = 32 * 1024;
/** Names of RFC 4254 have up to 4 characters, those of others `name@domain`. */
const MAX_SIGNAL_CHARS = 64;
/** The only channel of its connection. */
const OURS = 0;

/**
 * Opens a session channel. A host that closes the channel, or the connection, without a report of the exit leaves `exited`
 * uncalled: that is no success.
 */
export function openSessionChannel(link: Link, listener: ChannelListener): SessionChannel {
  const handlers = link.protocol._handlers;
  let theirs = -1;
  let window = WINDOW_BYTES;
  let reported = false;
  let closed = false;
  let closeSent = false;

  const isOurs = (recipient: number) => recipient === OURS && theirs !== -1 && !closed;

  handlers.CHANNEL_OPEN_CONFIRMATION = (_, { recipient, sender }) => {
    if (recipient !== OURS || theirs !== -1) return;
    theirs = sender;
    listener.opened();
  };
  handlers.CHANNEL_OPEN_FAILURE = (_, recipient, reason, description) => {
    if (recipient === OURS && theirs === -1) listener.refused(reason, description);
  };
  handlers.CHANNEL_DATA = (_, recipient, bytes) => {
    if (!isOurs(recipient)) return;
    window -= bytes.length;
    listener.output('stdout', bytes);
  };
  handlers.CHANNEL_EXTENDED_DATA = (_, recipient, bytes, type) => {
    if (!isOurs(recipient)) return;
    window -= bytes.length;
    if (type === STDERR_DATA) listener.output('stderr', bytes);
  };
  handlers.CHANNEL_WINDOW_ADJUST = () => undefined;
  handlers.CHANNEL_SUCCESS = (_, recipient) => {
    if (isOurs(recipient)) listener.replied(true);
  };
  handlers.CHANNEL_FAILURE = (_, recipient) => {
    if (isOurs(recipient)) listener.replied(false);
  };
  handlers.CHANNEL_REQUEST = (_, recipient, type, wantReply, data) => {
    if (!isOurs(recipient)) return;
    if (!reported && type === 'exit-status') {
      reported = true;
      listener.exited(data as number, null);
    } else if (!reported && type === 'exit-signal') {
      reported = true;
      listener.exited(null, visibleText((data as { signal: string }).signal.slice(0, MAX_SIGNAL_CHARS)));
    }
    // sshd asks for this as its own keepalive, and takes a failure for life.
    if (wantReply) link.send((to) => to.channelFailure(theirs));
  };
  handlers.CHANNEL_EOF = (_, recipient) => {
    if (isOurs(recipient)) listener.ended();
  };
  handlers.CHANNEL_CLOSE = (_, recipient) => {
    if (!isOurs(recipient)) return;
    close();
    closed = true;
    listener.closed();
  };

  function close(): void {
    if (theirs === -1 || closeSent) return;
    closeSent = true;
    link.send((to) => to.channelClose(theirs));
  }

  link.onTalk = createNudge(link, () => theirs !== -1);
  link.send((to) => to.session(OURS, WINDOW_BYTES, MAX_PACKET_BYTES));

  return {
    exec(command, env) {
      // Without a wish for an answer it costs no round trip, and a host that refuses the variable just goes on.
      for (const [name, value] of Object.entries(env)) link.send((to) => to.env(theirs, name, value, false));
      return link.send((to) => to.exec(theirs, command, true));
    },
    endInput() {
      if (!closed && !closeSent) link.send((to) => to.channelEOF(theirs));
    },
    signal: (name) => !closed && !closeSent && link.send((to) => to.signal(theirs, name)),
    grant(heldBytes) {
      const bytes = WINDOW_BYTES - window - heldBytes;
      if (bytes < GRANT_FROM_BYTES || closed || closeSent) return;
      if (link.send((to) => to.channelWindowAdjust(theirs, bytes))) window += bytes;
    },
    close,
  };
}

/** More than sshd says between the login and its answer to the open request. */
const MAX_NUDGES = 4;

/**
 * Answers what sshd says while it owes us the channel. sshd holds a small packet back until the one before is acknowledged
 * (Nagle's algorithm), and an acknowledgement that nothing carries is delayed: opening took 45 ms on loopback without an
 * answer and takes 3 ms with one. The first one also says, as OpenSSH's client does, that there will be no second session.
 */
function createNudge(link: Link, opened: () => boolean): () => void {
  let nudges = 0;
  return () => {
    if (opened() || nudges === MAX_NUDGES) return;
    nudges++;
    link.send((to) => (nudges === 1 ? to.openssh_noMoreSessions(false) : to.ping()));
  };
}
