import type { Duplex } from 'node:stream';
import type { Loss } from '../failures.ts';
import type { Ssh2Protocol } from '../ssh2-internals.ts';
import { createCongestion } from './congestion.ts';
import { createOutflow, type Outflow } from './outflow.ts';

/** What the host says on one channel, in its order. After `refused`, `closed` or `lost` nothing more comes. */
export interface ChannelEvents {
  opened(): void;
  /** The host does not open it; `reason` is of RFC 4254 section 5.1. */
  refused(reason: number, description: string): void;
  /** @param type 0 for the channel's data, otherwise the type of extended data (1 is stderr) */
  data(bytes: Buffer, type: number): void;
  /** Answer to the first of our requests that is still without one. */
  replied(accepted: boolean): void;
  request(type: string, data: unknown): void;
  /** The host takes input again after a `write` that said false. */
  drained(): void;
  /** No more data will come. */
  ended(): void;
  /** The host closed the channel; ours is answered. */
  closed(): void;
  /** The connection is gone. */
  lost(loss: Loss): void;
}

/** Our side of one channel (RFC 4254 section 5). */
export interface Channel {
  /** Sends what `message` packs for the host's number of the channel. False once either side has closed it. */
  send(message: (to: Ssh2Protocol, theirs: number) => void): boolean;
  /** Sends now what the host's window has room for and keeps the rest. False when some of it waits: go on at `drained`. */
  write(bytes: Uint8Array): boolean;
  /** Tells the host that no more input comes, after what was written. It may go on sending. */
  endInput(): void;
  /** Lets the host send more when enough of its window is used up: `heldBytes` is what waits here to be read. */
  grant(heldBytes: number): void;
  /** Closes it, also before the host has opened it. */
  close(): void;
}

/** All channels of one connection, told apart by our number. */
export interface Channels {
  /** Those that the host was asked for and has not answered. */
  readonly openingCount: number;
  /** Those that are neither refused nor closed by both sides. */
  readonly count: number;
  /** @param request packs the open request for our number of the channel */
  open(request: (to: Ssh2Protocol, ours: number) => void, events: ChannelEvents): Channel;
  /** The connection is gone: every channel hears of it. */
  lose(loss: Loss): void;
}

/** The part of a link that channels need. */
export interface ChannelLink {
  readonly protocol: Ssh2Protocol;
  readonly socket: Duplex;
  send(message: (protocol: Ssh2Protocol) => void): boolean;
}

/** Bytes that may be under way or waiting here, as OpenSSH's client has it. */
export const WINDOW_BYTES = 2 * 1024 * 1024;
export const MAX_PACKET_BYTES = 32 * 1024;
const GRANT_FROM_BYTES = WINDOW_BYTES / 2;
const PROHIBITED = 1;

/** A channel as the messages of its host see it. */
interface Entry {
  events: ChannelEvents;
  /** The host's number of the channel; -1 until the host has opened it. */
  theirs: number;
  /** What the host may still send. */
  window: number;
  /** What we may still send. */
  outflow: Outflow;
  closeSent: boolean;
}

/** Takes the channel messages of a connection over from ssh2, and leads each to its channel. */
export function createChannels(link: ChannelLink): Channels {
  const handlers = link.protocol._handlers;
  /** By our number; numbers of channels that both sides have closed are used again. */
  const entries: (Entry | undefined)[] = [];
  const free: number[] = [];
  const congestion = createCongestion(link.socket);
  let openingCount = 0;
  let count = 0;
  let lost: Loss | undefined;

  /** The channel, when the host has opened it and not closed it. */
  function openedAt(ours: number): Entry | undefined {
    const entry = entries[ours];
    return entry === undefined || entry.theirs === -1 ? undefined : entry;
  }

  function openingAt(ours: number): Entry | undefined {
    const entry = entries[ours];
    return entry?.theirs === -1 ? entry : undefined;
  }

  function forget(ours: number): void {
    entries[ours]!.outflow.clear();
    entries[ours] = undefined;
    free.push(ours);
    count--;
  }

  function close(entry: Entry): void {
    if (entry.closeSent) return;
    entry.closeSent = true;
    entry.outflow.clear();
    if (entry.theirs !== -1) link.send((to) => to.channelClose(entry.theirs));
  }

  handlers.CHANNEL_OPEN_CONFIRMATION = (_, { recipient, sender, window, packetSize }) => {
    const entry = openingAt(recipient);
    if (entry === undefined) return;
    openingCount--;
    entry.theirs = sender;
    entry.outflow.open(window, packetSize);
    // It was closed while the host thought about it.
    if (entry.closeSent) link.send((to) => to.channelClose(sender));
    else entry.events.opened();
  };
  handlers.CHANNEL_OPEN_FAILURE = (_, recipient, reason, description) => {
    const entry = openingAt(recipient);
    if (entry === undefined) return;
    openingCount--;
    forget(recipient);
    entry.events.refused(reason, description);
  };
  handlers.CHANNEL_DATA = (_, recipient, bytes) => {
    const entry = openedAt(recipient);
    if (entry === undefined) return;
    entry.window -= bytes.length;
    entry.events.data(bytes, 0);
  };
  handlers.CHANNEL_EXTENDED_DATA = (_, recipient, bytes, type) => {
    const entry = openedAt(recipient);
    if (entry === undefined) return;
    entry.window -= bytes.length;
    entry.events.data(bytes, type);
  };
  handlers.CHANNEL_WINDOW_ADJUST = (_, recipient, bytes) => openedAt(recipient)?.outflow.allow(bytes);
  handlers.CHANNEL_SUCCESS = (_, recipient) => openedAt(recipient)?.events.replied(true);
  handlers.CHANNEL_FAILURE = (_, recipient) => openedAt(recipient)?.events.replied(false);
  handlers.CHANNEL_REQUEST = (_, recipient, type, wantReply, data) => {
    const entry = openedAt(recipient);
    if (entry === undefined) return;
    entry.events.request(type, data);
    // sshd asks for its own keepalive, and takes a failure for life.
    if (wantReply && !entry.closeSent) link.send((to) => to.channelFailure(entry.theirs));
  };
  handlers.CHANNEL_EOF = (_, recipient) => openedAt(recipient)?.events.ended();
  handlers.CHANNEL_CLOSE = (_, recipient) => {
    const entry = openedAt(recipient);
    if (entry === undefined) return;
    close(entry);
    forget(recipient);
    entry.events.closed();
  };
  // Nothing was asked for that a host could open a channel for: no agent, no X11, no forwarded port.
  handlers.CHANNEL_OPEN = (_, { sender }) => {
    link.send((to) => to.channelOpenFail(sender, PROHIBITED, ''));
  };

  return {
    get openingCount() {
      return openingCount;
    },
    get count() {
      return count;
    },
    open(request, events) {
      const ours = free.pop() ?? entries.length;
      const outflow = createOutflow(congestion, {
        data: (bytes) => link.send((to) => to.channelData(entry.theirs, asBuffer(bytes))),
        eof: () => link.send((to) => to.channelEOF(entry.theirs)),
        drained: () => events.drained(),
      });
      const entry: Entry = { events, theirs: -1, window: WINDOW_BYTES, outflow, closeSent: false };
      entries[ours] = entry;
      openingCount++;
      count++;
      if (lost === undefined) link.send((to) => request(to, ours));
      else queueMicrotask(tellOfLoss);
      const isOpen = () => entry.theirs !== -1 && !entry.closeSent;
      return {
        send: (message) => isOpen() && link.send((to) => message(to, entry.theirs)),
        write: (bytes) => !entry.closeSent && outflow.write(bytes),
        endInput() {
          if (!entry.closeSent) outflow.end();
        },
        grant(heldBytes) {
          const bytes = WINDOW_BYTES - entry.window - heldBytes;
          if (bytes < GRANT_FROM_BYTES || !isOpen()) return;
          if (link.send((to) => to.channelWindowAdjust(entry.theirs, bytes))) entry.window += bytes;
        },
        close: () => close(entry),
      };
    },
    lose(loss) {
      lost ??= loss;
      tellOfLoss();
    },
  };

  function tellOfLoss(): void {
    const told = entries.splice(0);
    free.length = 0;
    openingCount = 0;
    count = 0;
    for (const entry of told) {
      if (entry === undefined) continue;
      entry.closeSent = true;
      entry.outflow.clear();
      entry.events.lost(lost!);
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
