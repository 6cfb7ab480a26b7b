import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import type { Io } from './io.ts';
import { expandCommand } from './expand.ts';
import { linkCommand } from './link.ts';
import { runCommand } from './run/run-command.ts';
import { programVersion } from './version.ts';

const HELP_COLUMNS = 80;

const EXAMPLES = `
Examples:
  rollcall serve --demo                       a console with 100 demo hosts
  rollcall run 10.0.0.1-100 uptime            ask a hundred hosts from here
  rollcall run web[01-20] -b -- cat /etc/os-release
                                              fold equal answers into one
  rollcall expand '10.0.0.0/24 !10.0.0.7'     which hosts would that be?

rollcall help run tells all about one command.`;

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
    if (!(error instanceof CliError)) throw error;
    io.err.write(error.format());
    return EXIT.wrongUse;
  }
}

function buildProgram(io: Io, done: (status: number) => void): Command {
  const program = new Command('rollcall')
    .description('Rollcall (点名): run one command on many hosts over SSH, and hear every answer.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .addHelpText('after', EXAMPLES);
  const commands = [runCommand(io, done), expandCommand(io, done), linkCommand(io, done)];
  for (const command of commands) program.addCommand(command.helpOption('-h, --help', 'print this help'));
  for (const each of [program, ...commands]) {
    each.exitOverride().configureOutput(outputOf(io)).configureHelp({ helpWidth: HELP_COLUMNS });
    each.showHelpAfterError(`See: rollcall ${each === program ? '' : `${each.name()} `}--help`);
  }
  return program;
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
