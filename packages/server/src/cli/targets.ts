import { formatIssue, type HostSet, type Issue } from '@rollcall/ip-range';
import {
  countWords,
  cutToCells,
  MAX_HOSTS_PER_RUN,
  visibleText,
  type Locale,
  type RunTarget,
  type Words,
} from '@rollcall/protocol';
import { applyInventory } from '../inventory/apply.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readRange } from '../inventory/read-range.ts';
import { judgeTargets, refusedJumps, specialWords, type SpecialHosts } from '../run/target-policy.ts';
import { targetsOf } from '../run/targets.ts';
import { asIs, CliError } from './cli-error.ts';
import { inventoryError } from './inventory.ts';

/** What a host range names. */
export interface NamedHosts {
  set: HostSet;
  /** What a person should know, a line each. */
  warnings: Words[];
}

/** Mistakes and warnings shown at most; the rest is counted, since a pasted page of prose has hundreds. */
const ISSUES_SHOWN = 5;

/**
 * Reads a host range as typed, with the groups of an inventory.
 * @param locale of what is said about places in the text
 * @throws CliError that draws every mistake under its place, or says that no host is named
 */
export function readTargets(text: string, inventory: Inventory, locale: Locale): NamedHosts {
  const { problem } = inventory;
  const result = readRange(text, inventory, locale);
  if (problem && result.asksForGroups) throw inventoryError(problem);
  if (!result.ok) throw rangeError(text, result.errors, locale);
  if (result.set.isEmpty)
    throw new CliError({ en: 'the host range names no host', zh: '主机范围中没有主机' }, [EXAMPLES]);
  const aside: Words[] = problem
    ? [
        {
          en: `the inventory is not used: ${problem.sentence('en')}`,
          zh: `主机清单未被使用：${problem.sentence('zh')}`,
        },
      ]
    : [];
  return { set: result.set, warnings: [...aside, ...warningLines(text, result.warnings, locale)] };
}

/** The hosts of one run, and what a person should know of their addresses. */
export interface RunHosts {
  targets: RunTarget[];
  warnings: Words[];
}

/**
 * The hosts of one run in the order in which they are called, with what the inventory says of them.
 * @throws CliError with the count when there are more than a run may have, or with the addresses that policy refuses
 */
export function runTargets(set: HostSet, inventory: Inventory, allowSpecial: boolean): RunHosts {
  if (set.size > MAX_HOSTS_PER_RUN) throw tooMany(set.size);
  const { refused, warned } = judgeTargets(set, allowSpecial);
  if (refused.length > 0)
    throw notCalled(refused, {
      en: 'Leave them out with !, or give --allow-special if you mean them.',
      zh: '请用 ! 排除；若确实需要，请加 --allow-special。',
    });
  // On the other kinds the range itself has remarked.
  const own = warned.filter(({ kind }) => kind === 'loopback');
  const special: Words = {
    en: `among the hosts: ${specialWords(own, 'en')}`,
    zh: `主机中包含 ${specialWords(own, 'zh')}`,
  };
  return {
    targets: applyInventory(targetsOf(set), inventory),
    warnings: own.length > 0 ? [special] : [],
  };
}

/** Refuses a way over addresses that policy refuses as targets, too. @throws CliError with them */
export function checkJumps(
  targets: readonly RunTarget[],
  jump: string | undefined,
  allowSpecial: boolean,
): void {
  const refused = refusedJumps(targets, jump, allowSpecial);
  if (refused.length > 0)
    throw notCalled(refused, {
      en: 'Go over other jump hosts, or give --allow-special if you mean them.',
      zh: '请改用其他跳板机；若确实需要，请加 --allow-special。',
    });
}

function notCalled(refused: readonly SpecialHosts[], hint: Words): CliError {
  return new CliError(
    {
      en: `these addresses are not called: ${specialWords(refused, 'en')}`,
      zh: `这些地址不会连接：${specialWords(refused, 'zh')}`,
    },
    [hint],
  );
}

function tooMany(size: bigint): CliError {
  const limit = countWords(MAX_HOSTS_PER_RUN, 'en');
  const count = size.toLocaleString('en');
  return new CliError(
    {
      en: `${count} hosts are too many: a run has at most ${limit}`,
      zh: `共 ${count} 台主机，过多：一次运行最多 ${limit} 台`,
    },
    [
      {
        en: 'Ask for fewer hosts, or for one part after the other.',
        zh: '请减少主机，或分批运行。',
      },
    ],
  );
}

const EXAMPLES: Words = {
  en: 'For example: 10.0.0.1-100, web[01-20], 10.0.0.0/24 !10.0.0.7',
  zh: '例如：10.0.0.1-100, web[01-20], 10.0.0.0/24 !10.0.0.7',
};

function rangeError(text: string, errors: readonly Issue[], locale: Locale): CliError {
  const drawn = errors.slice(0, ISSUES_SHOWN).flatMap((issue) => ['', ...drawing(text, issue, locale)]);
  const rest = errors.length - ISSUES_SHOWN;
  const more: Words[] = rest > 0 ? [{ en: `\nand ${rest} more`, zh: `\n另有 ${rest} 处` }] : [];
  const en = errors.length === 1 ? 'the host range has a mistake' : 'the host range has mistakes';
  return new CliError({ en, zh: '主机范围有误' }, [...drawn.map(asIs), ...more]);
}

function drawing(text: string, issue: Issue, locale: Locale): string[] {
  const { suggestion } = issue;
  const short = suggestion !== undefined && suggestion.length <= 70 && !suggestion.includes('\n');
  const attempt: Words = { en: `  try: ${suggestion}`, zh: `  试试：${suggestion}` };
  return [...formatIssue(text, issue, locale).split('\n'), ...(short ? [attempt[locale]] : [])];
}

/** The warnings of a host range, a line each: the item, what about it, what to do. Their words have a language already. */
function warningLines(text: string, warnings: readonly Issue[], locale: Locale): Words[] {
  const lines = warnings.slice(0, ISSUES_SHOWN).map(({ index, length, message, hint }) => {
    const item = cutToCells(visibleText(text.slice(index, index + length)), 40);
    const named = item !== '' && !message.startsWith(item);
    const head: Words = { en: `${item}: `, zh: `${item}：` };
    const said = [message, ...(hint === undefined ? [] : [hint])].join(locale === 'zh' ? '' : ' ');
    return asIs(`${named ? head[locale] : ''}${said}`);
  });
  const rest = warnings.length - lines.length;
  if (rest === 0) return lines;
  const more: Words = {
    en: `and ${countWords(rest, 'en')} more like these`,
    zh: `另有 ${countWords(rest, 'zh')} 处类似`,
  };
  return [...lines, more];
}
