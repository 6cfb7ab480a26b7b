import { Command } from 'commander';
import { EXIT } from './cli-error.ts';
import { systemClock } from '../run/clock.ts';
import { existingDataFolder } from './data/data-folder.ts';
import { runningServer } from './data/server-lock.ts';
import { helpOption } from './help.ts';
import type { Io } from './io.ts';
import { dataOption } from './option-values.ts';
import { osUser } from './os-user.ts';
import { DEFAULT_HOST, DEFAULT_PORT } from './serve/options.ts';

/** Where the console is when no server says otherwise. */
const DEFAULT_ORIGIN = `http://${DEFAULT_HOST}:${DEFAULT_PORT}`;

const EXAMPLES = `
The link opens the console once, within half an hour, in the browser that opens
it first. It works for a running server at once, for a stopped one after its
start.

Examples:
  rollcall link
  rollcall link --data /srv/rollcall`;

/** The link with the one-time code in its fragment, which no server and no log ever sees. */
export function signInLink(origin: string, code: string): string {
  return `${origin}/#code=${code}`;
}

/** `rollcall link`: prints a fresh link to sign in to the console. */
export function linkCommand(io: Io, done: (status: number) => void): Command {
  return new Command('link')
    .summary('print a fresh link to sign in')
    .addHelpOption(helpOption('Options:'))
    .description('Print a fresh link to sign in to the console of a server.')
    .addOption(dataOption('data folder of the server'))
    .addHelpText('after', EXAMPLES)
    .action(async ({ data }: { data?: string }) => {
      await link(data, io);
      done(EXIT.ok);
    });
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
    const where = url === null ? 'No server runs on this data folder now: rollcall serve. ' : '';
    io.err.write(`${where}The link works once, within ${minutes} minutes.\n`);
  } finally {
    await store.close();
  }
}
