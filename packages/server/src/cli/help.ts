import { cellWidth, type Locale, type Words } from '@rollcall/protocol';
import type { Command, HelpConfiguration } from 'commander';

/** Every help text keeps to this. */
export const HELP_COLUMNS = 80;

/** The form of all help texts: long options under each other, defaults as one would type them. */
export function helpForm(locale: Locale): HelpConfiguration {
  const usualWords = (usual: string): string =>
    locale === 'zh' ? `（默认：${usual}）` : ` (default: ${usual})`;
  return {
    helpWidth: HELP_COLUMNS,
    displayWidth: cellWidth,
    boxWrap: wrapCells,
    styleTitle: (title) => HEADINGS.find(({ en }) => en === title)?.[locale] ?? title,
    styleUsage: (usage) => PLACES.reduce((text, { en, [locale]: word }) => text.replace(en, word), usage),
    optionTerm: (option) => (option.short === undefined ? `    ${option.flags}` : option.flags),
    optionDescription: ({ description, defaultValueDescription: usual }) =>
      usual === undefined ? description : `${description}${usualWords(usual)}`,
    subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    subcommandDescription: (command) => command.summary() || command.description(),
  };
}

/** Every heading of a help text; commands name them in English. */
const HEADINGS: readonly Words[] = [
  { en: 'Usage:', zh: '用法：' },
  { en: 'Arguments:', zh: '参数：' },
  { en: 'Options:', zh: '选项：' },
  { en: 'Commands:', zh: '命令：' },
  { en: 'Login:', zh: '登录：' },
  { en: 'The way there:', zh: '连接途径：' },
  { en: 'What runs:', zh: '执行内容：' },
  { en: 'Host keys:', zh: '主机密钥：' },
  { en: 'Pace:', zh: '节奏：' },
  { en: 'Output:', zh: '输出：' },
  { en: 'Other:', zh: '其他：' },
];

/** What commander itself writes into the line of use. */
const PLACES: readonly Words[] = [
  { en: '[options]', zh: '[选项]' },
  { en: '[command]', zh: '[命令]' },
];

/** Breaks a line at blanks, and between Chinese characters, but before no closing mark. */
function wrapCells(text: string, cells: number): string {
  const lines = [''];
  for (const piece of text.match(PIECE) ?? []) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = piece.trimStart();
    else if (cellWidth(line + piece) <= cells) lines[lines.length - 1] = line + piece;
    else lines.push(piece.trimStart());
  }
  return lines.join('\n');
}

const PIECE = /\s*(?:\p{Script=Han}|[^\s\p{Script=Han}]+?(?=\p{Script=Han}|\s|$))[，。、：；）”]*/gu;

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
