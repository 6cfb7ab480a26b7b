import { Command, InvalidArgumentError, Option } from 'commander';
import { parseOrigin } from '../../web/sites.ts';
import { helpOption } from '../help.ts';
import { sshConfigOption } from '../ssh-config.ts';
import {
  allowSpecialOption,
  dataOption,
  duration,
  groupsOption,
  paths,
  wholeNumber,
} from '../option-values.ts';

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

const NOTES = `
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
  rollcall serve --data /srv/rollcall --origin https://rollcall.example`;

/** Defines `rollcall serve`: options and help. */
export function defineServe(): Command {
  return new Command('serve')
    .summary('start the console')
    .description('Start the console: run commands from a browser, watch every host answer.')
    .addHelpOption(helpOption('Options:'))
    .addOption(
      new Option('-p, --port <number>', 'port to listen on, 0 for any free one')
        .argParser(wholeNumber(0, 65_535))
        .default(DEFAULT_PORT, String(DEFAULT_PORT)),
    )
    .addOption(new Option('--host <address>', 'address to listen on').default(DEFAULT_HOST, DEFAULT_HOST))
    .addOption(
      new Option(
        '--origin <url>',
        'the console is also reached as this, e.g. behind a proxy; repeatable',
      ).argParser(readOrigin),
    )
    .addOption(dataOption('data folder'))
    .addOption(
      new Option(
        '-i, --identity <file>',
        'offer this private key, or those in a folder, instead of the usual ones in ~/.ssh; repeatable',
      ).argParser(paths),
    )
    .addOption(
      new Option(
        '--known-hosts <file>',
        'trust the keys in this file, not in ~/.ssh/known_hosts; repeatable',
      ).argParser(paths),
    )
    .addOption(groupsOption())
    .addOption(sshConfigOption())
    .addOption(
      new Option(
        '--keep-connections <time>',
        'keep the connection to a host this long for the next run on it, or off',
      )
        .argParser(readKeeping)
        .default(60_000, '60s'),
    )
    .addOption(allowSpecialOption())
    .option('--demo', 'also start a hundred demo hosts, 192.0.2.1-100')
    .option('--no-console', 'serve the API alone')
    .addHelpText('after', NOTES);
}

const readTime = duration(1_000, 3_600_000);

function readKeeping(text: string): number {
  return text === 'off' ? 0 : readTime(text);
}

function readOrigin(text: string, before: string[] | undefined): string[] {
  const origin = parseOrigin(text);
  if (origin === null)
    throw new InvalidArgumentError('It is scheme, name and perhaps port: https://rollcall.example');
  return [...(before ?? []), origin];
}
