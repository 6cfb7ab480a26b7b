import { BlockList, isIP } from 'node:net';
import type { WebServer } from '../../web/server.ts';
import { CliError, errorCode, systemWords } from '../cli-error.ts';

/**
 * Opens the port.
 * @throws CliError with what is in the way and what to do about it
 */
export async function listen(web: WebServer, where: { host: string; port: number }): Promise<string> {
  try {
    return (await web.listen(where)).origin;
  } catch (error) {
    throw notListening(where, error);
  }
}

function notListening({ host, port }: { host: string; port: number }, error: unknown): CliError {
  const cause = { cause: error };
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new CliError(
        `port ${port} on ${host} is in use`,
        [
          'Another server, perhaps another Rollcall, listens there.',
          `Stop it, or take another port: rollcall serve --port ${port === 65_535 ? 7_118 : port + 1}`,
        ],
        cause,
      );
    case 'EACCES':
      return new CliError(
        `port ${port} needs more rights than this user has`,
        ['Ports from 1024 on need none: rollcall serve --port 7117'],
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CliError(
        `this machine has no address ${host}`,
        ['For this machine alone --host 127.0.0.1, for all its addresses --host 0.0.0.0.'],
        cause,
      );
    default:
      return new CliError(`cannot listen on ${host}, port ${port}: ${systemWords(error)}`, [], cause);
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host === 'localhost' : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
