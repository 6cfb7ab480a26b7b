import { Option, type Command, type HelpConfiguration } from 'commander';

/** Every help text keeps to this. */
export const HELP_COLUMNS = 80;

/** The form of all help texts: long options under each other, defaults as one would type them. */
export const HELP: HelpConfiguration = {
  helpWidth: HELP_COLUMNS,
  optionTerm: (option) => (option.short === undefined ? `    ${option.flags}` : option.flags),
  optionDescription: ({ description, defaultValueDescription: usual }) =>
    usual === undefined ? description : `${description} (default: ${usual})`,
  subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
  subcommandDescription: (command) => command.summary() || command.description(),
};

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  return `<${argument.name()}${argument.variadic ? '…' : ''}>`;
}

/** The option that every command has. */
export function helpOption(group: string): Option {
  return new Option('-h, --help', 'print this help').helpGroup(group);
}
