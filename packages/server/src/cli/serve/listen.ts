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
  const { en, zh } = systemWords(error);
  const other = port === 65_535 ? 7_118 : port + 1;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new CliError(
        { en: `port ${port} on ${host} is in use`, zh: `${host} 的端口 ${port} 已被占用` },
        [
          {
            en: 'Another server, perhaps another Rollcall, listens there.',
            zh: '另一个服务器（可能是另一个 Rollcall）正在监听。',
          },
          {
            en: `Stop it, or take another port: rollcall serve --port ${other}`,
            zh: `请停止它，或换一个端口：rollcall serve --port ${other}`,
          },
        ],
        cause,
      );
    case 'EACCES':
      return new CliError(
        { en: `port ${port} needs more rights than this user has`, zh: `当前用户无权使用端口 ${port}` },
        [
          {
            en: 'Ports from 1024 on need none: rollcall serve --port 7117',
            zh: '1024 及以上的端口不需要特权：rollcall serve --port 7117',
          },
        ],
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CliError(
        { en: `this machine has no address ${host}`, zh: `本机没有地址 ${host}` },
        [
          {
            en: 'For this machine alone --host 127.0.0.1, for all its addresses --host 0.0.0.0.',
            zh: '仅限本机请用 --host 127.0.0.1，所有地址请用 --host 0.0.0.0。',
          },
        ],
        cause,
      );
    default:
      return new CliError(
        { en: `cannot listen on ${host}, port ${port}: ${en}`, zh: `无法监听 ${host} 的端口 ${port}：${zh}` },
        [],
        cause,
      );
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
