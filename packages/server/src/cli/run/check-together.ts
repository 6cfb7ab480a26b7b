import { CliError, seeHelp } from '../cli-error.ts';
import type { RunOptions } from './options.ts';

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
      throw new CliError(
        {
          en: `${given.join(' and ')} cannot stand together`,
          zh: `${given.join(' 和 ')} 不能同时使用`,
        },
        [{ en: 'Choose one of them.', zh: '请只选其一。' }],
      );
  }
  for (const [key, other] of NEEDS)
    if (options[key] !== undefined && other.every((each) => options[each] === undefined))
      throw new CliError(
        {
          en: `${flagOf(key)} needs ${other.map(flagOf).join(' or ')}`,
          zh: `${flagOf(key)} 要与 ${other.map(flagOf).join(' 或 ')} 一起使用`,
        },
        [seeHelp('rollcall run')],
      );
  const fromStdin = STDIN.filter((key) => options[key] === '-').map(flagOf);
  if (fromStdin.length > 1)
    throw new CliError(
      {
        en: `${fromStdin.join(' and ')} cannot both read stdin`,
        zh: `${fromStdin.join(' 和 ')} 不能都读取标准输入`,
      },
      [{ en: 'Give one of them a file.', zh: '请为其中之一指定文件。' }],
    );
  if (options.force && options.outputDir === undefined)
    throw new CliError(
      { en: '--force says what --output-dir may replace', zh: '--force 只用于 --output-dir' },
      [{ en: 'Give the folder: --output-dir FOLDER', zh: '请指定目录：--output-dir FOLDER' }],
    );
}
