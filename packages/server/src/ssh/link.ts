import type { Duplex } from 'node:stream';
import { KEEPALIVE_COUNT, KEEPALIVE_INTERVAL_MS } from '@rollcall/protocol';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import { createChannels, type Channels } from './channel/channels.ts';
import { createNudge } from './channel/nudge.ts';
import { startDeadline } from './deadline.ts';
import { lossOf, type Loss } from './failures.ts';
import type { LoopWatch } from './loop-watch.ts';
import {
  gatherWrites,
  makeKeysQuick,
  makePaddingQuick,
  packetsRead,
  protocolOf,
  type Ssh2Protocol,
} from './ssh2-internals.ts';

/** An SSH connection over a wire of ours. */
export interface Link {
  readonly client: Client;
  readonly socket: Duplex;
  readonly protocol: Ssh2Protocol;
  /** Its channels; each hears by itself when the connection is lost. */
  readonly channels: Channels;
  /** Neither lost nor closed. */
  readonly isOpen: boolean;
  /** Called once, for the first thing that ends the connection; set anew by each stage of the login. */
  onLost: (loss: Loss) => void;
  /** Sends; false when the connection is already unusable. */
  send(message: (protocol: Ssh2Protocol) => void): boolean;
  /**
   * Asks the host for a sign of life until the connection ends; anything that arrives is one. The connection is lost
   * `intervalMs * (count + 1)` after the last one at the latest.
   */
  keepAlive(limits: KeepaliveLimits, watch: LoopWatch): void;
  /** Says goodbye and closes; the socket is destroyed when the host does not follow within 3 s. */
  close(): void;
  /** Drops the connection now, unless it is closing already. */
  drop(): void;
  /** Drops the connection now and tells everybody why. */
  lose(loss: Loss): void;
}

const CLOSE_MS = 3_000;
/**
 * What Node reads at once, at most; a host that fills it has more, and waits for the next turn of the event loop. Without that
 * a turn took all that 128 floods had in their windows, 256 MiB, and the exit of a quiet host stood behind three such turns.
 */
const FULL_READ_BYTES = 64 * 1024;

export interface KeepaliveLimits {
  intervalMs: number;
  count: number;
}
export const KEEPALIVE: KeepaliveLimits = { intervalMs: KEEPALIVE_INTERVAL_MS, count: KEEPALIVE_COUNT };

/**
 * Starts SSH on a connected socket. ssh2's own timers, keepalive and host-key default are all off: limits, life and keys are
 * ours. Errors after the first are swallowed, as ssh2 can emit three for one bad connection.
 */
export function createLink(
  socket: Duplex,
  config: Omit<ConnectConfig, 'sock' | 'readyTimeout' | 'keepaliveInterval'>,
): Link {
  const client = new ssh2.Client();
  let lost = false;
  let closing = false;

  function lose(loss: Loss): void {
    if (lost) return;
    lost = true;
    link.onLost(loss);
    channels.lose(loss);
    socket.destroy();
  }

  function send(message: (to: Ssh2Protocol) => void): boolean {
    if (lost || !socket.writable) return false;
    try {
      message(protocol);
      return true;
    } catch {
      return false;
    }
  }

  client.on('error', (error: Error & { level?: string }) => {
    // The agent's troubles are not the connection's; the login deals with them.
    if (error.level !== 'agent') lose(lossOf(error));
  });
  client.on('end', () => lose({ type: 'closed' }));
  client.on('close', () => lose({ type: 'closed' }));
  client.connect({ ...config, sock: socket, readyTimeout: 0, keepaliveInterval: 0 });
  socket.on('data', (chunk: Buffer) => {
    if (chunk.length < FULL_READ_BYTES) return;
    socket.pause();
    setImmediate(() => socket.resume());
  });
  const protocol = protocolOf(client);
  gatherWrites(protocol, socket);
  client.on('handshake', () => {
    makeKeysQuick(protocol);
    makePaddingQuick(protocol);
  });
  const channels = createChannels({ protocol, socket, send });
  const nudge = createNudge({ send }, channels);
  // ssh2 would prove all of the host's keys (a signature each on both sides) for an event that nobody here listens to.
  protocol._handlers.GLOBAL_REQUEST = (_, name, wantReply) => {
    if (wantReply) send((to) => to.requestFailure());
    if (name === 'hostkeys-00@openssh.com') nudge();
  };
  protocol._handlers.DEBUG = nudge;

  const link: Link = {
    client,
    socket,
    protocol,
    channels,
    get isOpen() {
      return !lost && socket.writable;
    },
    onLost: () => undefined,
    send,
    keepAlive({ intervalMs, count }, watch) {
      // Of packets, not of bytes: behind a spoilt length every answer would be a part of a packet that is never whole.
      let seen = packetsRead(protocol);
      let unanswered = 0;
      let deadline = startDeadline(intervalMs, watch, look);
      socket.once('close', () => deadline.clear());
      function look(): void {
        if (packetsRead(protocol) !== seen) unanswered = 0;
        if (unanswered === count) return lose({ type: 'closed', detail: 'no sign of life' });
        // Also after news: these say only that the host lived some time in the interval, and the last question would come one late.
        send((to) => to.ping());
        unanswered += 1;
        seen = packetsRead(protocol);
        if (!lost) deadline = startDeadline(intervalMs, watch, look);
      }
    },
    close() {
      if (closing || socket.destroyed) return;
      closing = true;
      lost = true;
      channels.lose({ type: 'closed' });
      try {
        client.end();
      } catch {
        // ssh2 throws when its own error handling has taken the connection apart already.
        return void socket.destroy();
      }
      const timer = setTimeout(() => socket.destroy(), CLOSE_MS);
      socket.once('close', () => clearTimeout(timer));
    },
    drop() {
      if (closing) return;
      lost = true;
      socket.destroy();
    },
    lose,
  };
  return link;
}
