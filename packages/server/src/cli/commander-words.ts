import type { Locale } from '@rollcall/protocol';

/** What commander says of wrong use, as patterns, and the same in Chinese. Held against commander itself by a test. */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^missing required argument '(.+)'/, '缺少参数 $1'],
  [/^option '(.+?)' argument missing/, '选项 $1 缺少取值'],
  [/^option '(.+?)' argument '(.*)' is invalid\. (.*)/s, '选项 $1 的取值 $2 无效。$3'],
  [/^command-argument value '(.*)' is invalid for argument '(.+?)'\. (.*)/s, '参数 $2 的取值 $1 无效。$3'],
  [/^option '(.+?)' cannot be used with option '(.+?)'/, '选项 $1 不能与 $2 同时使用'],
  [/^unknown option '(.+?)'/, '没有选项 $1'],
  [/^unknown command '(.+?)'/, '没有命令 $1'],
  [
    /^too many arguments(?: for '(?:.+?)')?\. Expected (\d+) arguments? but got (\d+)(?:: (.*))?\./,
    '参数过多：应为 $1 个，实为 $2 个',
  ],
  [/\(Did you mean one of (.+)\?\)/, '（是否想写其中之一：$1？）'],
  [/\(Did you mean (.+)\?\)/, '（是否想写 $1？）'],
];

/** An error of commander in the form of this program's own. */
export function commanderWords(text: string, locale: Locale): string {
  const said = text.replace(/^error: /, '');
  const translated =
    locale === 'en' ? said : IN_CHINESE.reduce((line, [pattern, zh]) => line.replace(pattern, zh), said);
  return `rollcall: ${translated}`;
}
