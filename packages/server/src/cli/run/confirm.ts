import {
  CONFIRM_HOSTS_FROM,
  countWords,
  cutToCells,
  visibleText,
  type Locale,
  type Words,
} from '@rollcall/protocol';
import { CliError } from '../cli-error.ts';
import type { Asker } from '../terminal/ask.ts';

/**
 * Lets the person type the count before a command goes to very many hosts.
 * @throws CliError when another count is typed, or nobody can be asked
 */
export async function confirmLarge(
  hosts: number,
  command: Words,
  { asker, locale }: { asker: Asker | null; locale: Locale },
): Promise<void> {
  if (hosts < CONFIRM_HOSTS_FROM) return;
  const count = countWords(hosts, 'en');
  if (!asker)
    throw new CliError(
      {
        en: `${count} hosts need a yes, and there is no terminal to ask`,
        zh: `${count} 台主机需要确认，而没有终端可以询问`,
      },
      [{ en: 'Give it with --yes when the number is right.', zh: '数量无误时，请加 --yes 确认。' }],
    );
  const shown = cutToCells(visibleText(command[locale]), 60);
  const question: Words = {
    en: `Run ${shown} on ${count} hosts? Type the number of hosts: `,
    zh: `在 ${count} 台主机上执行 ${shown}？请输入主机数量：`,
  };
  const typed = await asker.line(question[locale]);
  if (Number(typed.replaceAll(/[\s,]/g, '')) !== hosts)
    throw new CliError({
      en: 'another number was typed, nothing was run',
      zh: '输入的数量不符，没有执行任何命令',
    });
}
