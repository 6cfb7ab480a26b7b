import type { Words } from '@rollcall/protocol';
import { Command } from 'commander';
import { EXIT } from './cli-error.ts';
import { systemClock } from '../run/clock.ts';
import { existingDataFolder } from './data/data-folder.ts';
import { runningServer } from './data/server-lock.ts';
import type { Io } from './io.ts';
import { addOptions, helpOption } from './option-row.ts';
import { dataRow } from './option-values.ts';
import { osUser } from './os-user.ts';
import { DEFAULT_HOST, DEFAULT_PORT } from './serve/options.ts';

/** Where the console is when no server says otherwise. */
const DEFAULT_ORIGIN = `http://${DEFAULT_HOST}:${DEFAULT_PORT}`;

const EXAMPLES: Words = {
  en: `
The link opens the console once, within half an hour, in the browser that opens
it first. It works for a running server at once, for a stopped one after its
start.

Examples:
  rollcall link
  rollcall link --data /srv/rollcall`,
  zh: `
链接在半小时内有效，只能用一次，由最先打开它的浏览器登录控制台。服务器正在运行
时立即可用；未运行时，启动后可用。

示例：
  rollcall link
  rollcall link --data /srv/rollcall`,
};

const SUMMARY: Words = { en: 'print a fresh link to sign in', zh: '打印新的登录链接' };
const DESCRIPTION: Words = {
  en: 'Print a fresh link to sign in to the console of a server.',
  zh: '打印新的链接，用于登录服务器的控制台。',
};

/** The link with the one-time code in its fragment, which no server and no log ever sees. */
export function signInLink(origin: string, code: string): string {
  return `${origin}/#code=${code}`;
}

/** `rollcall link`: prints a fresh link to sign in to the console. */
export function linkCommand(io: Io, done: (status: number) => void): Command {
  const { locale } = io;
  const command = new Command('link')
    .summary(SUMMARY[locale])
    .addHelpOption(helpOption(locale))
    .description(DESCRIPTION[locale])
    .addHelpText('after', EXAMPLES[locale])
    .action(async ({ data }: { data?: string }) => {
      await link(data, io);
      done(EXIT.ok);
    });
  return addOptions(command, locale, [dataRow('data folder of the server', '服务器的数据目录')]);
}

async function link(data: string | undefined, io: Io): Promise<void> {
  const folder = existingDataFolder(data, io.env);
  const [{ openStore }, { createAccess }] = await Promise.all([
    import('./data/open-store.ts'),
    import('../access/access.ts'),
  ]);
  const store = await openStore(folder.path);
  try {
    const access = createAccess({ store, clock: systemClock, user: osUser() });
    const { code, expiresAtMs } = await access.issueSignInCode();
    const url = runningServer(folder.path)?.url ?? null;
    io.out.write(`${signInLink(url ?? DEFAULT_ORIGIN, code)}\n`);
    const minutes = Math.round((expiresAtMs - systemClock.now()) / 60_000);
    const words: Words =
      url === null
        ? {
            en: `No server runs on this data folder now: rollcall serve. The link works once, within ${minutes} minutes.`,
            zh: `此数据目录上没有正在运行的服务器：rollcall serve。链接只能用一次，${minutes} 分钟内有效。`,
          }
        : {
            en: `The link works once, within ${minutes} minutes.`,
            zh: `链接只能用一次，${minutes} 分钟内有效。`,
          };
    io.err.write(`${words[io.locale]}\n`);
  } finally {
    await store.close();
  }
}
