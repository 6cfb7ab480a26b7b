import { connect, isIPv4, type Socket } from 'node:net';
import type { Connection, ServerChannel } from 'ssh2';
import type { Forward } from './behaviour.ts';
import type { Accepted } from './host.ts';
import { channelNumber, protocolOf, type RawProtocol } from './ssh2-internals.ts';

/** RFC 4254 section 5.1. */
const REFUSAL_CODES: Record<Forward['refusal'] | 'connect-failed', number> = {
  prohibited: 1,
  'connect-failed': 2,
  shortage: 4,
};

/** Numbers of the channels that are forwarded connections: what goes over them is no output of this host. */
export type ForwardedChannels = Set<number>;

/** Lets the client of one connection reach other hosts of the fleet through this one. */
export function serveForwards(
  connection: Connection,
  forward: Forward,
  { socket, host, record }: Accepted,
): ForwardedChannels {
  const protocol = protocolOf(connection);
  const forwarded: ForwardedChannels = new Set();
  let passedBytes = 0;

  function passOn(channel: ServerChannel, far: Socket): void {
    const number = channelNumber(channel);
    forwarded.add(number);
    host.record.forwarded(1);
    let isOpen = true;
    const end = (): void => {
      if (isOpen) host.record.forwarded(-1);
      isOpen = false;
      forwarded.delete(number);
      far.destroy();
      channel.destroy();
    };
    far.on('data', (bytes: Buffer) => {
      passedBytes += bytes.length;
      if (forward.diesAfterBytes === 0 || passedBytes < forward.diesAfterBytes) return;
      record.closing('host');
      socket.resetAndDestroy();
    });
    far.on('error', end).on('close', end);
    channel.on('error', end).on('close', end);
    far.pipe(channel).pipe(far);
  }

  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    const address = addressInFleet(destIP);
    if (forward.atOnce > 0 && host.record.forwards.open + host.record.forwarding >= forward.atOnce) {
      return refuse(protocol, REFUSAL_CODES[forward.refusal], 'no more', reject);
    }
    if (address === undefined) {
      return refuse(protocol, REFUSAL_CODES['connect-failed'], 'Name or service not known', reject);
    }
    const far = connect({ host: address, port: destPort, noDelay: true });
    host.record.forwarding += 1;
    const failed = (error: Error): void => {
      host.record.forwarding -= 1;
      const words = error.message.includes('ECONNREFUSED') ? 'Connection refused' : error.message;
      refuse(protocol, REFUSAL_CODES['connect-failed'], words, reject);
    };
    far.once('error', failed);
    far.once('connect', () => {
      far.off('error', failed);
      host.record.forwarding -= 1;
      passOn(accept(), far);
    });
  });
  return forwarded;
}

/** Only loopback addresses, and the names that the hosts of the fleet print: `host-1-2-3` is 127.1.2.3. */
function addressInFleet(host: string): string | undefined {
  const address = /^host-\d+-\d+-\d+$/.test(host) ? host.replace('host', '127').replaceAll('-', '.') : host;
  return isIPv4(address) && address.startsWith('127.') ? address : undefined;
}

/** ssh2 chooses the code by itself. */
function refuse(protocol: RawProtocol, code: number, words: string, reject: () => void): void {
  const fail = protocol.channelOpenFail.bind(protocol);
  protocol.channelOpenFail = (channel) => fail(channel, code, words);
  reject();
  protocol.channelOpenFail = fail;
}
