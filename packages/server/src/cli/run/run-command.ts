import { tryParse } from '@rollcall/ip-range';
import type { Words } from '@rollcall/protocol';
import type { Command } from 'commander';
import { CliError, EXIT, seeHelp } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { Interrupted } from '../terminal/ask.ts';
import { checkTogether } from './check-together.ts';
import { defineRun, type RunOptions } from './options.ts';

/** `rollcall run <targets> <command…>`. */
export function runCommand(io: Io, done: (status: number) => void): Command {
  const command = defineRun(io.locale);
  command.action(async (targets: string, words: string[]) => {
    const commandWords = takeOptions(command, words);
    const options = command.opts<RunOptions>();
    checkTogether(options, (key) => flagOf(command, key));
    // Loaded when it is needed, since help and `expand` need no SSH and no database.
    const { run } = await import('./run.ts');
    try {
      done(await run({ targets, command: commandWords.join(' '), options }, io));
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      done(EXIT.interrupted);
    }
  });
  return command;
}

/** An address, a group, an exclusion or a range, as `web[01-20]`: nobody's command. A plain name may be one. */
function looksLikeTargets(word: string): boolean {
  // What groups there are does not matter here.
  const { items, set } = tryParse(word, { groups: () => '192.0.2.1' });
  const [item, more] = items;
  if (item === undefined || more !== undefined) return false;
  return item.kind === 'exclude' || item.count > 1n || set.classes().some((part) => part.class !== 'name');
}

/** Reads options that stand between the targets and the command; what is behind the first word belongs to the command. */
function takeOptions(command: Command, words: string[]): string[] {
  const { operands, unknown } = command.parseOptions(words);
  const [first] = unknown;
  if (first === '-h' || first === '--help') command.help();
  if (first !== undefined)
    throw new CliError(
      { en: `unknown option ${first} before the command`, zh: `命令之前有未知选项 ${first}` },
      [whenCommand(first), seeHelp('rollcall run')],
    );
  const isMarked = operands.length === words.length - words.indexOf('--') - 1 && words.includes('--');
  if (operands.length > 0 && !isMarked && looksLikeTargets(operands[0]!))
    throw new CliError(
      {
        en: `the command would begin with ${operands[0]}, which looks like a host`,
        zh: `命令将以 ${operands[0]} 开头，它看起来像主机`,
      },
      [
        {
          en: "Several targets are one word: rollcall run '10.0.0.1 10.0.0.2' uptime",
          zh: "多个目标请写成一个词：rollcall run '10.0.0.1 10.0.0.2' uptime",
        },
        whenCommand(operands[0]!),
      ],
    );
  const { script } = command.opts<RunOptions>();
  if (operands.length === 0 && script === undefined)
    throw new CliError({ en: 'there is no command to run', zh: '没有要执行的命令' }, [
      {
        en: 'For example: rollcall run 10.0.0.1-100 uptime',
        zh: '例如：rollcall run 10.0.0.1-100 uptime',
      },
    ]);
  if (operands.length > 0 && script !== undefined)
    throw new CliError(
      {
        en: `there is a command (${operands[0]} …) and a script`,
        zh: `同时给出了命令（${operands[0]} …）和脚本`,
      },
      [
        {
          en: 'Give one of them; a script finds its host in $ROLLCALL_HOST.',
          zh: '请只给其中之一；脚本可从 $ROLLCALL_HOST 得知所在主机。',
        },
      ],
    );
  return operands;
}

function whenCommand(word: string): Words {
  return {
    en: `When it is the command itself: rollcall run TARGETS -- ${word} …`,
    zh: `如果它就是命令：rollcall run TARGETS -- ${word} …`,
  };
}

function flagOf(command: Command, key: string): string {
  return command.options.find((option) => option.attributeName() === key)?.long ?? key;
}
