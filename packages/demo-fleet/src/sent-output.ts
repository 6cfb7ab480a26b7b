import type { ForwardedChannels } from './forward.ts';
import type { HostRecord } from './ledger.ts';
import { STDERR_DATA, type RawProtocol } from './ssh2-internals.ts';

/**
 * Counts every byte of output at the moment it is put into an SSH packet, so that the ledger is exact
 * also where a window, a cut or a cancelled command leaves a chunk half sent. What it passes on of other hosts is not its output.
 */
export function recordOutput(
  protocol: RawProtocol,
  record: HostRecord,
  forwarded: ForwardedChannels | undefined,
): void {
  const channelData = protocol.channelData.bind(protocol);
  const channelExtData = protocol.channelExtData.bind(protocol);
  protocol.channelData = (channel, data) => {
    if (forwarded?.has(channel) !== true) record.sent('stdout', data);
    channelData(channel, data);
  };
  protocol.channelExtData = (channel, data, type) => {
    if (type === STDERR_DATA) record.sent('stderr', data);
    channelExtData(channel, data, type);
  };
}
