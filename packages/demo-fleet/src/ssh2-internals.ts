/**
 * The few parts of ssh2 that are not in its documentation but that a host which breaks the rules needs.
 * Everything private to ssh2 1.17 is named here and nowhere else.
 */
import type { Socket } from 'node:net';
import type { Connection, ServerChannel } from 'ssh2';

/** Message-level sending: no window, no channel state, no order enforced. */
export interface RawProtocol {
  channelData(channel: number, data: Buffer): void;
  channelExtData(channel: number, data: Buffer, type: number): void;
  channelEOF(channel: number): void;
  exitStatus(channel: number, status: number): void;
}

/** RFC 4254 section 5.2. */
export const STDERR_DATA = 1;

/** The socket under a connection: the only way to know which address was dialled. */
export function socketOf(connection: Connection): Socket {
  return (connection as unknown as { _sock: Socket })._sock;
}

/** The protocol object under a connection. */
export function protocolOf(connection: Connection): RawProtocol {
  return (connection as unknown as { _protocol: RawProtocol })._protocol;
}

/** The client's number for a channel, as messages to it need. */
export function channelNumber(channel: ServerChannel): number {
  return (channel as unknown as { outgoing: { id: number } }).outgoing.id;
}
