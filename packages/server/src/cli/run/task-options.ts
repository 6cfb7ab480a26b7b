import { InvalidArgumentError, Option } from 'commander';
import { userName } from '@rollcall/protocol/schemas';
import { duration, path } from '../option-values.ts';

/** What `rollcall run` is told about the command itself and where it runs. */
export interface TaskOptions {
  script?: string;
  interpreter?: string;
  chdir?: string;
  env?: Record<string, string>;
  input?: string;
  pty?: true;
  sudo?: true;
  sudoUser?: string;
  askSudoPassword?: true;
  sudoPasswordFile?: string;
  /** ms, 0 for none */
  silence?: number;
  plain?: true;
}

const DAY_MS = 24 * 3_600_000;

/** The options for what runs on the hosts. */
export const TASK_OPTIONS: Option[] = [
  new Option('--script <file>', 'run this script in place of a command; - is stdin').argParser(path),
  new Option('--interpreter <name>', 'of the script: auto, sh, bash, python3, perl, … or its path'),
  new Option('-C, --chdir <folder>', 'start in this folder of the hosts'),
  new Option('-e, --env <name=value>', 'set a variable; repeatable').argParser(variable),
  new Option('--input <file>', 'standard input of every host; - is stdin').argParser(path),
  new Option('--pty', 'on a terminal; both output streams become one'),
  new Option('--sudo', 'as root, by sudo'),
  new Option('--sudo-user <name>', 'as this user, by sudo').argParser(user),
  new Option('-K, --ask-sudo-password', "ask for sudo's password on the terminal"),
  new Option('--sudo-password-file <file>', 'its first line is the password; - is stdin').argParser(path),
  new Option('--silence <time>', 'stop a host that prints nothing for so long').argParser(
    duration(1_000, DAY_MS, 'no limit'),
  ),
  new Option('--plain', 'send the command line as it is: routers, restricted shells'),
];

function variable(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is NAME=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function user(text: string): string {
  const read = userName.safeParse(text);
  if (read.success) return text;
  throw new InvalidArgumentError(`It cannot be a user name: ${read.error.issues[0]!.message}.`);
}
