import type { Words } from '@rollcall/protocol';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { StorageError } from '../run/ports.ts';
import { CliError, EXIT, seeHelp, storageProblem } from './cli-error.ts';
import { commanderWords } from './commander-words.ts';
import { HELP_COLUMNS, helpForm } from './help.ts';
import type { Io, ProcessIo } from './io.ts';
import { expandCommand } from './expand.ts';
import { groupsCommand } from './groups.ts';
import { hostKeysCommand } from './host-keys/host-keys-command.ts';
import { linkCommand } from './link.ts';
import { environmentLocale } from './locale.ts';
import { helpOption } from './option-row.ts';
import { runCommand } from './run/run-command.ts';
import { serveCommand } from './serve/serve-command.ts';
import { programVersion } from './version.ts';

const EXAMPLES: Words = {
  en: `
Examples:
  rollcall serve --demo                     a console with a hundred demo hosts
  rollcall run 10.0.0.1-100 uptime          ask a hundred hosts from here
  rollcall run -b 'web[01-20]' nginx -v     equal answers once
  rollcall expand '10.0.0.0/24 !10.0.0.7'   which hosts would that be?

All about one command: rollcall help run`,
  zh: `
示例：
  rollcall serve --demo                     启动控制台和一百台演示主机
  rollcall run 10.0.0.1-100 uptime          从这里点名一百台主机
  rollcall run -b 'web[01-20]' nginx -v     相同的应答只显示一次
  rollcall expand '10.0.0.0/24 !10.0.0.7'   看看是哪些主机

某个命令的详细说明：rollcall help run`,
};

/**
 * Runs the program with the words behind its name, in the language that the environment asks for.
 * @returns the exit status; everything a person can put right is on stderr, without a stack
 */
export async function runProgram(words: readonly string[], { out, err, env }: ProcessIo): Promise<number> {
  const io: Io = { out, err, env, locale: environmentLocale(env) };
  let status: number = EXIT.ok;
  const program = buildProgram(io, (value) => {
    status = value;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
    // Nothing was contacted yet: a store that says no later is told where the run is shown.
    const problem = error instanceof StorageError ? storageProblem(error) : error;
    if (!(problem instanceof CliError)) throw error;
    io.err.write(problem.format(io.locale));
    return EXIT.wrongUse;
  }
}

function buildProgram(io: Io, done: (status: number) => void): Command {
  const { locale } = io;
  const program = new Command('rollcall')
    .description(DESCRIPTION[locale])
    .version(programVersion(), '-V, --version', VERSION[locale])
    .addHelpOption(helpOption(locale))
    .helpCommand('help [command]', HELP_COMMAND[locale])
    .usage(USAGE[locale])
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES[locale]);
  const commands = [serveCommand, runCommand, expandCommand, groupsCommand, hostKeysCommand, linkCommand].map(
    (make) => make(io, done),
  );
  for (const command of commands) program.addCommand(command);
  shape(program, 'rollcall', io);
  return program;
}

const DESCRIPTION: Words = {
  en: 'Rollcall (点名): run one command on many hosts over SSH, and hear every answer.',
  zh: 'Rollcall（点名）：经 SSH 在多台主机上执行一条命令，听到每一台的应答。',
};
const VERSION: Words = { en: 'print the version', zh: '显示版本' };
const HELP_COMMAND: Words = { en: 'tell all about a command', zh: '显示某个命令的详细说明' };
const USAGE: Words = { en: '<command> …', zh: '<命令> …' };

/** Gives a command and those below it the form of this program: its outputs, its help, its errors. */
function shape(command: Command, name: string, io: Io): void {
  command.exitOverride().configureOutput(outputOf(io)).configureHelp(helpForm(io.locale));
  command.showHelpAfterError(seeHelp(name)[io.locale]);
  for (const below of command.commands) shape(below, `${name} ${below.name()}`, io);
}

/** The same words as commander's, in the form of this program's own. */
function outputOf({ out, err, locale }: Io): OutputConfiguration {
  return {
    writeOut: (text) => out.write(text),
    writeErr: (text) => err.write(text),
    outputError: (text, write) => write(commanderWords(text, locale)),
    getOutHelpWidth: () => HELP_COLUMNS,
    getErrHelpWidth: () => HELP_COLUMNS,
  };
}
