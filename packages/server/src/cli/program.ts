import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { StorageError } from '../run/ports.ts';
import { CliError, EXIT, storageProblem } from './cli-error.ts';
import { HELP, HELP_COLUMNS, helpOption } from './help.ts';
import type { Io } from './io.ts';
import { expandCommand } from './expand.ts';
import { groupsCommand } from './groups.ts';
import { hostKeysCommand } from './host-keys/host-keys-command.ts';
import { linkCommand } from './link.ts';
import { runCommand } from './run/run-command.ts';
import { serveCommand } from './serve/serve-command.ts';
import { programVersion } from './version.ts';

const EXAMPLES = `
Examples:
  rollcall serve --demo                     a console with a hundred demo hosts
  rollcall run 10.0.0.1-100 uptime          ask a hundred hosts from here
  rollcall run -b 'web[01-20]' nginx -v     equal answers once
  rollcall expand '10.0.0.0/24 !10.0.0.7'   which hosts would that be?

All about one command: rollcall help run`;

/**
 * Runs the program with the words behind its name.
 * @returns the exit status; everything a person can put right is on stderr, without a stack
 */
export async function runProgram(words: readonly string[], io: Io): Promise<number> {
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
    io.err.write(problem.format());
    return EXIT.wrongUse;
  }
}

function buildProgram(io: Io, done: (status: number) => void): Command {
  const program = new Command('rollcall')
    .description('Rollcall (点名): run one command on many hosts over SSH, and hear every answer.')
    .version(programVersion(), '-V, --version', 'print the version')
    .addHelpOption(helpOption('Options:'))
    .helpCommand('help [command]', 'tell all about a command')
    .usage('<command> …')
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES);
  const commands = [serveCommand, runCommand, expandCommand, groupsCommand, hostKeysCommand, linkCommand].map(
    (make) => make(io, done),
  );
  for (const command of commands) program.addCommand(command);
  shape(program, 'rollcall', io);
  return program;
}

/** Gives a command and those below it the form of this program: its outputs, its help, its errors. */
function shape(command: Command, name: string, io: Io): void {
  command.exitOverride().configureOutput(outputOf(io)).configureHelp(HELP);
  command.showHelpAfterError(`See: ${name} --help`);
  for (const below of command.commands) shape(below, `${name} ${below.name()}`, io);
}

/** The same words as commander's, in the form of this program's own. */
function outputOf(io: Io): OutputConfiguration {
  return {
    writeOut: (text) => io.out.write(text),
    writeErr: (text) => io.err.write(text),
    outputError: (text, write) => write(text.replace(/^error: /, 'rollcall: ')),
    getOutHelpWidth: () => HELP_COLUMNS,
    getErrHelpWidth: () => HELP_COLUMNS,
  };
}
