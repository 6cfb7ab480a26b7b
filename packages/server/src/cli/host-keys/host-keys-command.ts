import { Command, Option } from 'commander';
import { EXIT } from '../cli-error.ts';
import { helpOption } from '../help.ts';
import type { Io } from '../io.ts';
import { path } from '../option-values.ts';
import { Interrupted } from '../terminal/ask.ts';
import type { DecideOptions } from './decide.ts';
import type { LookOptions } from './look.ts';

const EXAMPLES = `
A run meets a host whose key nobody has approved: the host is not logged in to,
and the key it showed waits here. Approving needs no second contact, it trusts
exactly the key that was shown. A changed key is let in by replace alone.
TARGETS are host ranges, as in: rollcall run. Works beside a running server.

Examples:
  rollcall host-keys                        what waits, equal keys together
  rollcall host-keys approve 10.0.4.1-40    asks for the count
  rollcall host-keys approve --all --yes    everything that policy allows
  rollcall host-keys changed                both fingerprints of each host
  rollcall host-keys replace web23 --note reinstalled
  rollcall host-keys import ~/.ssh/known_hosts
  rollcall host-keys import fleet.txt --compare   only a second source
  rollcall host-keys export known_hosts`;

const data = (): Option =>
  new Option('--data <folder>', 'data folder (default: ~/.local/share/rollcall)').argParser(path);
const run = (): Option => new Option('--run <id>', 'only keys that this run was shown last');
const json = (): Option => new Option('--json', 'one key a line, as JSON');
const note = (): Option => new Option('--note <text>', 'why, for the record');
const yes = (): Option => new Option('-y, --yes', 'do not ask');

/** `rollcall host-keys …`: look at the ledger of host keys and decide. */
export function hostKeysCommand(io: Io, done: (status: number) => void): Command {
  const finish = async (work: Promise<number | void>): Promise<void> => {
    try {
      done((await work) ?? EXIT.ok);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      done(EXIT.interrupted);
    }
  };
  const command = new Command('host-keys')
    .summary('approve, replace and revoke the keys of hosts')
    .description('Look at the ledger of host keys, and decide.')
    .addHelpOption(helpOption('Options:'))
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
    .addCommand(looking('waiting', io, finish), { isDefault: true })
    .addCommand(looking('changed', io, finish))
    .addCommand(decidedList('trusted', io, finish))
    .addCommand(decidedList('revoked', io, finish))
    .addCommand(approving(io, finish))
    .addCommand(replacing(io, finish))
    .addCommand(deciding('block', 'keep offered keys blocked, and count them no more', io, finish))
    .addCommand(deciding('revoke', 'refuse trusted keys from now on, on every host', io, finish))
    .addCommand(deciding('forget', 'as if these hosts had never been seen', io, finish))
    .addCommand(importing(io, finish))
    .addCommand(exporting(io, finish));
  for (const below of command.commands) below.addHelpOption(helpOption('Options:'));
  return command;
}

type Finish = (work: Promise<number | void>) => Promise<void>;

// The parts are loaded when they are needed, since help needs no database.
function looking(state: 'waiting' | 'changed', io: Io, finish: Finish): Command {
  const summary = { waiting: 'keys that wait, in groups', changed: 'hosts that show another key' };
  const command = new Command(state)
    .summary(summary[state])
    .description(`Print the ${summary[state]}.`)
    .addOption(run())
    .addOption(json())
    .addOption(data())
    .action(async (options: LookOptions) => {
      const { lookAtChanged, lookAtWaiting } = await import('./look.ts');
      await finish((state === 'waiting' ? lookAtWaiting : lookAtChanged)(options, io));
    });
  return state === 'changed' ? command : command.option('--all-hosts', 'every host with its fingerprint');
}

function decidedList(state: 'trusted' | 'revoked', io: Io, finish: Finish): Command {
  return new Command(state)
    .summary(`${state} keys, of these hosts or all`)
    .description(`Print ${state} keys with who decided and when they were seen.`)
    .argument('[targets...]', 'host range')
    .addOption(json())
    .addOption(data())
    .action(async (targets: string[], options: LookOptions) => {
      const { lookAtDecided } = await import('./look.ts');
      await finish(lookAtDecided(state, targets.join(' '), options, io));
    });
}

function approving(io: Io, finish: Finish): Command {
  return new Command('approve')
    .summary('trust keys exactly as they were shown')
    .description('Trust keys of first contact, exactly as they were shown.')
    .argument('[targets...]', 'host range')
    .option('--all', 'everything that waits and that policy allows')
    .addOption(run())
    .addOption(note())
    .addOption(yes())
    .addOption(data())
    .action(async (targets: string[], options: DecideOptions) => {
      const { approve } = await import('./decide.ts');
      await finish(approve(targets.join(' '), options, io));
    });
}

function replacing(io: Io, finish: Finish): Command {
  return new Command('replace')
    .summary('trust the changed key of one host')
    .description('Trust the changed key of one host in place of its old one.')
    .argument('<host>')
    .addOption(note())
    .addOption(yes())
    .addOption(data())
    .action(async (host: string, options: DecideOptions) => {
      const { replace } = await import('./decide.ts');
      await finish(replace(host, options, io));
    });
}

function deciding(what: 'block' | 'revoke' | 'forget', summary: string, io: Io, finish: Finish): Command {
  return new Command(what)
    .summary(summary)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .argument('<targets...>', 'host range')
    .addOption(note())
    .addOption(yes())
    .addOption(data())
    .action(async (targets: string[], options: DecideOptions) => {
      const { decideAbout } = await import('./decide.ts');
      await finish(decideAbout(what, targets.join(' '), options, io));
    });
}

function importing(io: Io, finish: Finish): Command {
  return new Command('import')
    .summary('take in a known_hosts file')
    .description('Take in a known_hosts file. A host that has a trusted key keeps it.')
    .argument('<file>', '- is stdin')
    .option('--compare', 'trust nothing, only compare waiting keys with it')
    .option('--name <text>', 'name of the list (default: that of the file)')
    .addOption(data())
    .action(async (file: string, options: { data?: string; compare?: true; name?: string }) => {
      const { importList } = await import('./exchange.ts');
      await finish(importList(file, options, io));
    });
}

function exporting(io: Io, finish: Finish): Command {
  return new Command('export')
    .summary('write the ledger as known_hosts')
    .description('Write the ledger as a known_hosts file, or to stdout.')
    .argument('[file]')
    .option('--force', 'replace a file that is there')
    .addOption(data())
    .action(async (file: string | undefined, options: { data?: string; force?: true }) => {
      const { exportList } = await import('./exchange.ts');
      await finish(exportList(file, options, io));
    });
}
