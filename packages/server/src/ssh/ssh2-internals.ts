/**
 * The parts of ssh2 1.17 below its documentation that this product stands on, named here and nowhere else.
 * ssh2 is used for transport, key exchange, login and packing of messages. Its `Channel` is not used: that one buffers
 * without a bound, drops what comes when its window is exactly 0, loses `close` and `exit` when a stream is not read, and
 * cannot signal after EOF. `session-channel.ts` speaks RFC 4254 section 6 itself, through these handlers.
 */
import type { Client } from 'ssh2';

/** Sends one message each. All throw once the connection has ended. */
export interface Ssh2Protocol {
  parse: (chunk: Buffer, from: number, length: number) => void;
  session(channel: number, window: number, maxPacket: number): void;
  env(channel: number, name: string, value: string, wantReply: boolean): void;
  exec(channel: number, command: string, wantReply: boolean): void;
  signal(channel: number, name: string): void;
  channelEOF(channel: number): void;
  channelClose(channel: number): void;
  channelFailure(channel: number): void;
  channelWindowAdjust(channel: number, bytes: number): void;
  ping(): void;
  requestFailure(): void;
  openssh_noMoreSessions(wantReply: boolean): void;
  readonly _handlers: Ssh2Handlers;
}

/** What the host sent, already parsed and checked for form. `recipient` is our number of the channel. */
export interface Ssh2Handlers {
  DEBUG: (protocol: Ssh2Protocol, display: boolean, text: string) => void;
  EXT_INFO: (protocol: Ssh2Protocol, extensions: { name: string; algs: string[] }[]) => void;
  SERVICE_ACCEPT: (protocol: Ssh2Protocol, service: string) => void;
  GLOBAL_REQUEST: (protocol: Ssh2Protocol, name: string, wantReply: boolean, data: unknown) => void;
  CHANNEL_OPEN_CONFIRMATION: (
    protocol: Ssh2Protocol,
    info: { recipient: number; sender: number; window: number; packetSize: number },
  ) => void;
  CHANNEL_OPEN_FAILURE: (
    protocol: Ssh2Protocol,
    recipient: number,
    reason: number,
    description: string,
  ) => void;
  CHANNEL_DATA: (protocol: Ssh2Protocol, recipient: number, data: Buffer) => void;
  CHANNEL_EXTENDED_DATA: (protocol: Ssh2Protocol, recipient: number, data: Buffer, type: number) => void;
  CHANNEL_WINDOW_ADJUST: (protocol: Ssh2Protocol, recipient: number, bytes: number) => void;
  CHANNEL_SUCCESS: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_FAILURE: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_REQUEST: (
    protocol: Ssh2Protocol,
    recipient: number,
    type: string,
    wantReply: boolean,
    data: unknown,
  ) => void;
  CHANNEL_EOF: (protocol: Ssh2Protocol, recipient: number) => void;
  CHANNEL_CLOSE: (protocol: Ssh2Protocol, recipient: number) => void;
}

/** RFC 4254 section 5.2: the only defined type of extended data. */
export const STDERR_DATA = 1;

/** The protocol object of a client; it exists once `connect` was called. */
export function protocolOf(client: Client): Ssh2Protocol {
  return (client as unknown as { _protocol: Ssh2Protocol })._protocol;
}
