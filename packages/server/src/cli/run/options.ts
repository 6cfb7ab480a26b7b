import { Command, InvalidArgumentError, Option } from 'commander';
import {
  DEFAULT_COMMAND_TIMEOUT_MS,
  DEFAULT_FANOUT,
  DEFAULT_MAX_OUTPUT_BYTES,
  MAX_FANOUT,
  MAX_OUTPUT_BYTES,
  type HostKeyPolicy,
} from '@rollcall/protocol';
import { CliError } from '../cli-error.ts';
import { helpOption } from '../help.ts';
import {
  allowSpecialOption,
  dataOption,
  duration,
  groupsOption,
  path,
  paths,
  size,
  wholeNumber,
} from '../option-values.ts';
import { sshConfigOption } from '../ssh-config.ts';
import { TASK_OPTIONS, type TaskOptions } from './task-options.ts';

/** What stands behind `rollcall run`, read and checked one by one. */
export interface RunOptions extends TaskOptions {
  user?: string;
  identity?: string;
  agent?: true;
  askPassword?: true;
  passwordFile?: string;
  askCode?: true;
  port?: number;
  jump?: string;
  /** A path, or `none`. */
  sshConfig?: string;
  legacy?: true;
  knownHosts?: string[];
  hostKeys: HostKeyPolicy;
  fanout: number;
  /** ms */
  connectTimeout?: number;
  /** ms, 0 for none */
  timeout: number;
  group?: true;
  lines?: true;
  json?: true;
  outputDir?: string;
  force?: true;
  /** bytes */
  maxOutput: number;
  color: boolean;
  groupsDir?: string[];
  data?: string;
  demo?: true;
  yes?: true;
  allowSpecial?: true;
}

const DAY_MS = 24 * 3_600_000;

const NOTES = `
The words of the command are joined with blanks, as ssh does; your shell reads
them first, so quote what is meant for the hosts. Options may stand before or
behind the targets; what follows the first word of the command belongs to the
command. A command that begins with a dash goes behind --.

Login: without --identity, --agent or a password, the ssh-agent if it answers
and holds keys, else the first of ~/.ssh/id_ed25519, id_ecdsa and id_rsa that
can be read. A passphrase is asked for on the terminal. There is no --password:
whatever stands on a command line, every user of this machine can read.

What a host has of its own in the range (ops@web1:2222) or in the inventory is
stronger than these options; groups are named as in @web: rollcall help groups.

{host} {index} {user} {port} {var.NAME} in the command stand for the values of
each host, quoted. A script leaves no file on the hosts; it finds its host in
$ROLLCALL_HOST. sudo's password goes only to sudo's own prompt. The keys of jump
hosts are checked, too. ~/.ssh/config counts where neither targets nor inventory
nor options say more: HostName, User, Port, IdentityFile, ProxyJump,
HostKeyAlias, ConnectTimeout, UserKnownHostsFile. ProxyCommand is refused.

Output: one line per host as it ends. One host alone prints its output as ssh
would, and its status line on stderr. stdout carries results, stderr everything
else. What hosts print is made harmless on a terminal and is exact in a pipe.
When the reader of stdout goes away (| head), the run is cancelled. Every run
stands in the history of the console (rollcall serve).

From 1,000 hosts on the count has to be typed; scripts say --yes.
Times are 500ms, 10s, 2m or 1h, sizes 64K, 10M or 1G.

Exit status:
  0    every host ran the command and exited 0
  1    some host did not
  2    wrong use; nothing was contacted
  130  interrupted (143 by TERM). Ctrl-C stops the hosts properly and says what
       happened, a second one ends the program at once

Examples:
  rollcall run 10.0.0.1-100 uptime
  rollcall run -l ops -i ~/.ssh/ops 'web[01-20] !web07' 'df -h / | tail -1'
  rollcall run -b 10.0.0.0/24 cat /etc/os-release    equal answers once
  rollcall run --lines web1,web2 tail -n5 /var/log/syslog
  rollcall run -o answers 10.0.0.1-100 dmesg         answers/10.0.0.1.out …
  rollcall run '@web,!@db' uptime                    groups of the inventory
  rollcall run -K --sudo @web systemctl restart nginx
  rollcall run -J ops@bastion 10.8.0.1-9 --script check.py
  rollcall run --json 'web[1-3]' id | jq -r 'select(.status == 0).target'
  rollcall run db1 cat /etc/hosts > hosts.db1        one host, as ssh
  rollcall run --demo -u 5s 192.0.2.1-100 uptime     a hundred demo hosts`;

/** Defines `rollcall run`: arguments, options and help. */
export function defineRun(): Command {
  const command = new Command('run')
    .summary('run one command on many hosts')
    .description('Run one command on many hosts over SSH, and hear every answer.')
    .usage('[options] <targets> <command...>')
    .argument('<targets>', "host range: 10.0.0.1-100, 'web[01-20] !web07', …")
    .argument('[command...]', 'what every host runs in its login shell')
    .passThroughOptions()
    .addHelpOption(helpOption('Other:'))
    .addHelpText('after', NOTES);
  for (const [heading, options] of Object.entries(GROUPS))
    for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

const option = (flags: string, description: string): Option => new Option(flags, description);

const GROUPS: Record<string, Option[]> = {
  'Login:': [
    option('-l, --user <name>', 'log in as this user (default: you)'),
    option('-i, --identity <file>', 'log in with this private key').argParser(path),
    option('--agent', 'log in with the keys of the ssh-agent'),
    option('-k, --ask-password', 'ask for a password; with a key, for hosts that want both'),
    option('--password-file <file>', 'its first line is the password; - is stdin').argParser(path),
    option('--password [text]', 'refused').hideHelp().argParser(refusePassword),
    option('--ask-code', 'ask for a one-time code, for hosts that want one'),
  ],
  'The way there:': [
    option('-p, --port <number>', 'port of the hosts (default: 22)').argParser(wholeNumber(1, 65_535)),
    option('-J, --jump <hosts>', 'go through these hosts: ops@bastion:22,inner'),
    sshConfigOption(),
    option('--legacy', 'also offer algorithms that are out of use, for old devices'),
  ],
  'What runs:': TASK_OPTIONS,
  'Host keys:': [
    option(
      '--known-hosts <file>',
      'trust the keys in this file, not in ~/.ssh/known_hosts; repeatable',
    ).argParser(paths),
    option('--host-keys <policy>', 'strict: only known keys; accept-new: record new ones; insecure: take any')
      .argParser(hostKeyPolicy)
      .default('strict', 'strict'),
  ],
  'Pace:': [
    option('-f, --fanout <count>', 'hosts at once')
      .argParser(wholeNumber(1, MAX_FANOUT))
      .default(DEFAULT_FANOUT, String(DEFAULT_FANOUT)),
    option('-t, --connect-timeout <time>', 'to reach a host (default: 10s)').argParser(
      duration(100, 600_000),
    ),
    option('-u, --timeout <time>', 'for the command, 0: no limit')
      .argParser(duration(1, DAY_MS, 'no limit'))
      .default(DEFAULT_COMMAND_TIMEOUT_MS, '10m'),
  ],
  'Output:': [
    option('-b, --group', 'at the end, each different answer once'),
    option('--lines', 'every line of output as it comes, as host: line'),
    option('--json', 'every event as a line of JSON'),
    option('-o, --output-dir <folder>', 'also write <host>.out and <host>.err').argParser(path),
    option('--force', 'let --output-dir replace files of these hosts'),
    option('--max-output <size>', 'output kept of each host')
      .argParser(size(MAX_OUTPUT_BYTES, '1G'))
      .default(DEFAULT_MAX_OUTPUT_BYTES, '10M'),
    option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR count, too'),
  ],
  'Other:': [
    groupsOption(),
    dataOption('inventory and history'),
    option('--demo', 'start a hundred demo hosts, 192.0.2.1-100'),
    option('-y, --yes', 'do not ask before a large run'),
    allowSpecialOption(),
  ],
};

function hostKeyPolicy(text: string): HostKeyPolicy {
  if (text === 'strict' || text === 'accept-new' || text === 'insecure') return text;
  throw new InvalidArgumentError('It is strict, accept-new or insecure.');
}

/** The value is not repeated: it is a secret, if a lost one. */
function refusePassword(): never {
  throw new CliError('there is no --password', [
    'Whatever stands on a command line, every user of this machine can read it,',
    'and your shell keeps it in its history. Consider that password known.',
    'Use --ask-password, --password-file FILE, or better a key.',
  ]);
}

/** Options that cannot stand together; each list is one question with one answer. */
const CHOICES: readonly (readonly (keyof RunOptions)[])[] = [
  ['askSudoPassword', 'sudoPasswordFile'],
  ['identity', 'agent', 'demo'],
  ['askPassword', 'passwordFile', 'demo'],
  ['group', 'lines', 'json'],
];

/** What means nothing without one of the others. */
const NEEDS: readonly (readonly [keyof RunOptions, readonly (keyof RunOptions)[]])[] = [
  ['interpreter', ['script']],
  ['askSudoPassword', ['sudo', 'sudoUser']],
  ['sudoPasswordFile', ['sudo', 'sudoUser']],
];

/** What can be `-`. */
const STDIN = ['passwordFile', 'sudoPasswordFile', 'script', 'input'] as const;

/**
 * What no single option can know of itself.
 * @throws CliError
 */
export function checkTogether(options: RunOptions, flagOf: (key: keyof RunOptions) => string): void {
  for (const choice of CHOICES) {
    const given = choice.filter((key) => options[key] !== undefined).map(flagOf);
    if (given.length > 1)
      throw new CliError(`${given.join(' and ')} cannot stand together`, ['Choose one of them.']);
  }
  for (const [key, other] of NEEDS)
    if (options[key] !== undefined && other.every((each) => options[each] === undefined))
      throw new CliError(`${flagOf(key)} needs ${other.map(flagOf).join(' or ')}`, [
        'See: rollcall run --help',
      ]);
  const fromStdin = STDIN.filter((key) => options[key] === '-').map(flagOf);
  if (fromStdin.length > 1)
    throw new CliError(`${fromStdin.join(' and ')} cannot both read stdin`, ['Give one of them a file.']);
  if (options.force && options.outputDir === undefined)
    throw new CliError('--force says what --output-dir may replace', [
      'Give the folder: --output-dir FOLDER',
    ]);
}
