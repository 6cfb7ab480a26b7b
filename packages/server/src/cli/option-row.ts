import type { Locale, Words } from '@rollcall/protocol';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** The option that every command has. */
export function helpOption(locale: Locale, heading = 'Options:'): Option {
  return optionIn(locale, row('-h, --help', 'print this help', '显示此帮助')).helpGroup(heading);
}

/** An option with its words in every language, and how its value is read. */
export interface OptionRow {
  flags: string;
  words: Words;
  read?: (text: string, before: never) => unknown;
  /** Its value where it is not given, and how that is written. */
  usual?: readonly [value: unknown, written: string];
  conflicts?: string[];
  hidden?: true;
}

/** A row of a table of options. */
export function row(
  flags: string,
  en: string,
  zh: string,
  more: Omit<OptionRow, 'flags' | 'words'> = {},
): OptionRow {
  return { flags, words: { en, zh }, ...more };
}

/** What cannot be the value of an option or an argument. */
export class WrongValue extends Error {
  override readonly name = 'WrongValue';
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

/** The option of a row in one language. */
export function optionIn(
  locale: Locale,
  { flags, words, read, usual, conflicts, hidden }: OptionRow,
): Option {
  const option = new Option(flags, words[locale]);
  if (read)
    option.argParser<unknown>((text, before) => {
      try {
        return read(text, before as never);
      } catch (error) {
        throw error instanceof WrongValue ? new InvalidArgumentError(error.words[locale]) : error;
      }
    });
  if (usual) option.default(...usual);
  if (conflicts) option.conflicts(conflicts);
  return hidden ? option.hideHelp() : option;
}

/** Gives a command the options of these rows. */
export function addOptions(command: Command, locale: Locale, rows: readonly OptionRow[]): Command {
  for (const one of rows) command.addOption(optionIn(locale, one));
  return command;
}
