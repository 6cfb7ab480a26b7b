import type { Locale } from '../locale.ts';
import { visibleText } from '../visible-text.ts';
import type { Place } from './scan-command.ts';

/** Why a run cannot be sent as it is written. `path` names the field of the spec, `at` the place in it in UTF-16 units. */
export type PlaceholderProblem = { path: string } & (
  | { code: 'unknown'; name: string; nearest: string; at: number }
  | { code: 'misplaced'; name: string; place: Exclude<Place, 'word'>; at: number }
  | { code: 'no-value' | 'nul'; name: string; target: string }
  | { code: 'too-long'; target: string }
);

const PLACE_WORDS: Record<Exclude<Place, 'word'>, Record<Locale, string>> = {
  quotes: { en: 'inside quotes', zh: '引号内' },
  comment: { en: 'in a comment', zh: '注释中' },
  'here-document': { en: 'after << (in a here-document)', zh: '<< 之后（here-document 中）' },
};

/** The problem for people, on one line. */
export function placeholderProblemText(problem: PlaceholderProblem, locale: Locale): string {
  return visibleText(WORDS[locale](problem));
}

const WORDS: Record<Locale, (problem: PlaceholderProblem) => string> = {
  en(problem) {
    switch (problem.code) {
      case 'unknown':
        return `{${problem.name}} is no placeholder; did you mean {${problem.nearest}}? The text itself is written {${problem.name}""}.`;
      case 'misplaced':
        return `{${problem.name}} stands ${PLACE_WORDS[problem.place].en}, where its value could break out; put it outside, it brings its own quotes. The text itself is written {{${problem.name}}}.`;
      case 'no-value':
        return `{${problem.name}} has no value for ${problem.target}; set it in the inventory, or leave the host out.`;
      case 'nul':
        return `the value of {${problem.name}} for ${problem.target} holds a NUL character.`;
      case 'too-long':
        return `with its placeholders filled in it is over 128 KiB for ${problem.target}.`;
    }
  },
  zh(problem) {
    switch (problem.code) {
      case 'unknown':
        return `{${problem.name}} 不是占位符，是否想写 {${problem.nearest}}？要表示文字本身请写 {${problem.name}""}。`;
      case 'misplaced':
        return `{${problem.name}} 位于${PLACE_WORDS[problem.place].zh}，其值可能越出引号；请放到外面，它自带引号。要表示文字本身请写 {{${problem.name}}}。`;
      case 'no-value':
        return `{${problem.name}} 对 ${problem.target} 没有值；请在主机清单中设置，或排除该主机。`;
      case 'nul':
        return `{${problem.name}} 对 ${problem.target} 的值含有 NUL 字符。`;
      case 'too-long':
        return `填入占位符后，${problem.target} 的命令超过 128 KiB。`;
    }
  },
};
