/**
 * The few parts of ssh2 that are not in its documentation but that a host which breaks the rules needs.
 * Everything private to ssh2 1.17 is named here and nowhere else.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { Connection, ServerChannel, Session } from 'ssh2';

/** Message-level sending: no window, no channel state, no order enforced. */
export interface RawProtocol {
  channelData(channel: number, data: Buffer): void;
  channelExtData(channel: number, data: Buffer, type: number): void;
  channelEOF(channel: number): void;
  channelOpenFail(channel: number, reason?: number, description?: string): void;
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

const { SIGNALS } = createRequire(import.meta.url)('ssh2/lib/protocol/constants.js') as {
  SIGNALS: Record<string, 1>;
};

/** Lets an exit signal be sent that RFC 4254 does not list; ssh2 throws on those. Names are sent in capitals. */
export function permitSignal(name: string): void {
  SIGNALS[name.toUpperCase()] = 1;
}

/**
 * Keeps a session open to requests after the client's EOF, as sshd does: ssh2 drops them all from then on, and with them the
 * signals of every client that has no input to send.
 */
export function hearAfterEof(session: Session): void {
  session.on('eof', () => {
    (session as unknown as { _ending: boolean })._ending = false;
  });
}
