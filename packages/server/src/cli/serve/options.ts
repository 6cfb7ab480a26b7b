import type { Locale, Words } from '@rollcall/protocol';
import { Command } from 'commander';
import { parseOrigin } from '../../web/sites.ts';
import { addOptions, helpOption, row, WrongValue, type OptionRow } from '../option-row.ts';
import { ALLOW_SPECIAL, dataRow, duration, GROUPS_DIR, paths, wholeNumber } from '../option-values.ts';
import { SSH_CONFIG } from '../ssh-config.ts';

/** What stands behind `rollcall serve`, read and checked one by one. */
export interface ServeOptions {
  port: number;
  host: string;
  origin?: string[];
  data?: string;
  identity?: string[];
  knownHosts?: string[];
  groupsDir?: string[];
  /** A path, or `none`. */
  sshConfig?: string;
  /** In ms; 0 for off. */
  keepConnections: number;
  demo?: true;
  allowSpecial?: true;
  console: boolean;
}

export const DEFAULT_PORT = 7117;
export const DEFAULT_HOST = '127.0.0.1';

const NOTES: Words = {
  en: `
The server prints one link. Whoever opens it first, within half an hour, is
signed in; for another one: rollcall link. Scripts use the token in the file
api-token of the data folder.

It listens on this machine alone. From elsewhere, come through ssh:
  ssh -L 7117:127.0.0.1:7117 thismachine
or put a proxy with TLS in front and name it with --origin.

Ctrl-C or TERM stops it properly: no further host is called, those in flight
get ten seconds. A second one ends it at once.

Examples:
  rollcall serve --demo                    look around with 100 demo hosts
  rollcall serve -i ~/.ssh/ops --port 8080
  rollcall serve --data /srv/rollcall --origin https://rollcall.example`,
  zh: `
服务器会打印一个链接。半小时内最先打开它的人即登录；再取一个：rollcall link。
脚本使用数据目录中 api-token 文件里的令牌。

服务器只在本机监听。从别处访问，请经 ssh：
  ssh -L 7117:127.0.0.1:7117 thismachine
或在前面放置带 TLS 的代理，并用 --origin 写出它的地址。

按 Ctrl-C 或收到 TERM 时妥善停止：不再执行新的主机，进行中的主机有十秒。再按一
次立即结束。

示例：
  rollcall serve --demo                    用一百台演示主机试用
  rollcall serve -i ~/.ssh/ops --port 8080
  rollcall serve --data /srv/rollcall --origin https://rollcall.example`,
};

const SUMMARY: Words = { en: 'start the console', zh: '启动控制台' };
const DESCRIPTION: Words = {
  en: 'Start the console: run commands from a browser, watch every host answer.',
  zh: '启动控制台：在浏览器中执行命令，看到每一台主机的应答。',
};

/** Defines `rollcall serve`: options and help. */
export function defineServe(locale: Locale): Command {
  const command = new Command('serve')
    .summary(SUMMARY[locale])
    .description(DESCRIPTION[locale])
    .addHelpOption(helpOption(locale))
    .addHelpText('after', NOTES[locale]);
  return addOptions(command, locale, OPTIONS);
}

const readTime = duration(1_000, 3_600_000);

function readKeeping(text: string): number {
  return text === 'off' ? 0 : readTime(text);
}

function readOrigin(text: string, before: string[] | undefined): string[] {
  const origin = parseOrigin(text);
  if (origin === null)
    throw new WrongValue({
      en: 'It is scheme, name and perhaps port: https://rollcall.example',
      zh: '应为协议、名称，以及可选的端口：https://rollcall.example',
    });
  return [...(before ?? []), origin];
}

const OPTIONS: readonly OptionRow[] = [
  row('-p, --port <number>', 'port to listen on, 0 for any free one', '监听的端口，0 为任一空闲端口', {
    read: wholeNumber(0, 65_535),
    usual: [DEFAULT_PORT, String(DEFAULT_PORT)],
  }),
  row('--host <address>', 'address to listen on', '监听的地址', { usual: [DEFAULT_HOST, DEFAULT_HOST] }),
  row(
    '--origin <url>',
    'the console is also reached as this, e.g. behind a proxy; repeatable',
    '控制台的另一地址，例如在代理之后；可重复',
    { read: readOrigin },
  ),
  dataRow('data folder', '数据目录'),
  row(
    '-i, --identity <file>',
    'offer this private key, or those in a folder, instead of the usual ones in ~/.ssh; repeatable',
    '提供此私钥（或目录中的私钥），代替 ~/.ssh 中常用的；可重复',
    { read: paths },
  ),
  row(
    '--known-hosts <file>',
    'trust the keys in this file, not in ~/.ssh/known_hosts; repeatable',
    '信任此文件而非 ~/.ssh/known_hosts 中的密钥；可重复',
    { read: paths },
  ),
  GROUPS_DIR,
  SSH_CONFIG,
  row(
    '--keep-connections <time>',
    'keep the connection to a host this long for the next run on it, or off',
    '为下一次运行保留主机连接的时间，或 off',
    { read: readKeeping, usual: [60_000, '60s'] },
  ),
  ALLOW_SPECIAL,
  row('--demo', 'also start a hundred demo hosts, 192.0.2.1-100', '同时启动一百台演示主机 192.0.2.1-100'),
  row('--no-console', 'serve the API alone', '只提供 API'),
];
