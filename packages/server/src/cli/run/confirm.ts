import { CONFIRM_HOSTS_FROM, countWords, cutToCells, visibleText } from '@rollcall/protocol';
import { CliError } from '../cli-error.ts';
import type { Asker } from '../terminal/ask.ts';

/**
 * Lets the person type the count before a command goes to very many hosts.
 * @throws CliError when another count is typed, or nobody can be asked
 */
export async function confirmLarge(hosts: number, command: string, asker: Asker | null): Promise<void> {
  if (hosts < CONFIRM_HOSTS_FROM) return;
  const count = countWords(hosts, 'en');
  if (!asker)
    throw new CliError(`${count} hosts need a yes, and there is no terminal to ask`, [
      'Give it with --yes when the number is right.',
    ]);
  const shown = cutToCells(visibleText(command), 60);
  const typed = await asker.line(`Run ${shown} on ${count} hosts? Type the number of hosts: `);
  if (Number(typed.replaceAll(/[\s,]/g, '')) !== hosts)
    throw new CliError('another number was typed, nothing was run');
}
