import type { HostRecord } from './ledger.ts';
import { STDERR_DATA, type RawProtocol } from './ssh2-internals.ts';

/**
 * Counts every byte of output at the moment it is put into an SSH packet, so that the ledger is exact
 * also where a window, a cut or a cancelled command leaves a chunk half sent.
 */
export function recordOutput(protocol: RawProtocol, record: HostRecord): void {
  const channelData = protocol.channelData.bind(protocol);
  const channelExtData = protocol.channelExtData.bind(protocol);
  protocol.channelData = (channel, data) => {
    record.sent('stdout', data);
    channelData(channel, data);
  };
  protocol.channelExtData = (channel, data, type) => {
    if (type === STDERR_DATA) record.sent('stderr', data);
    channelExtData(channel, data, type);
  };
}
