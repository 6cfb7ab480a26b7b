import type { HostView } from '../readings.ts';

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** One program of the demo machines. Pure: the clock and the machine come in. */
export type HostCommand = (args: readonly string[], view: HostView) => CommandResult;

/** Success with this output; a line end is added where it lacks. */
export function printed(text: string): CommandResult {
  return { stdout: withLineEnd(text), stderr: '', exitCode: 0 };
}

/** A complaint on stderr. */
export function failed(text: string, exitCode = 1): CommandResult {
  return { stdout: '', stderr: withLineEnd(text), exitCode };
}

/** As {@link failed}, for `command: invalid option -- 'x'` and its like. */
export function invalidOption(command: string, option: string): CommandResult {
  const name = option.startsWith('--')
    ? `unrecognized option '${option}'`
    : `invalid option -- '${option.replace(/^-/, '').slice(0, 1)}'`;
  return failed(`${command}: ${name}\nTry '${command} --help' for more information.`);
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/**
 * Rows as columns: those in `right` to the right, the rest to the left.
 * @param least smallest width of each column, where the program keeps one
 */
export function columns(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
  least: readonly number[] = [],
): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(least[column] ?? 0, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join(' ')
        .trimEnd(),
    )
    .join('\n');
}
