import { tryParse, type HostSet, type Issue, type ParsedItem, type ParseOptions } from '@rollcall/ip-range';
import { issueHint, issueMessage } from '@rollcall/ip-range/messages';
import { groupLookup, type Locale, type NamedGroup, type Words } from '@rollcall/protocol';
import { InventoryError } from './problem.ts';
import type { WrittenGroup, WrittenRange } from './read-files.ts';

/** Groups inside groups; a chain this long is a mistake, and a longer one could fill the stack. */
const MAX_DEPTH = 32;

/** Reads the ranges of the inventory, in which groups may stand. */
export interface GroupReader {
  /** Every group with its hosts, in the order of the files. */
  groups: NamedGroup<HostSet>[];
  /**
   * The hosts of a range that has settings; these say the user, not the range.
   * @throws InventoryError
   */
  readHosts: (range: WrittenRange) => HostSet;
}

/**
 * Works out the hosts of each group, however they name each other; each is read once.
 * In a group of a named source `@name` is a group of the same source, as in ClusterShell.
 * @throws InventoryError for a name that a range cannot write, a range with a mistake, or groups that contain each other
 */
export function resolveGroups(written: readonly WrittenGroup[]): GroupReader {
  for (const group of written) checkNames(group);
  const done = new Map<WrittenGroup, HostSet>();
  const trail: WrittenGroup[] = [];

  const hostsOf = (group: WrittenGroup, from: WrittenRange): HostSet => {
    const known = done.get(group);
    if (known !== undefined) return known;
    if (trail.includes(group)) throw cycle([...trail.slice(trail.indexOf(group)), group]);
    if (trail.length === MAX_DEPTH)
      throw mistake(
        from,
        { en: 'The groups are nested too deep.', zh: '组的嵌套过深。' },
        { en: `At most ${MAX_DEPTH}.`, zh: `最多 ${MAX_DEPTH} 层。` },
      );
    trail.push(group);
    const hosts = read(group.range, group.source, 'group');
    trail.pop();
    done.set(group, hosts);
    return hosts;
  };
  const lookup = groupLookup(
    written.map((group) => ({ source: group.source, name: group.name, hosts: group })),
  );
  function read(range: WrittenRange, source: string | null, purpose: 'group' | 'settings'): HostSet {
    const groups = (name: string, from?: string): HostSet | string | undefined => {
      const found = lookup.groups(name, from ?? source ?? undefined);
      return found === undefined || typeof found === 'string' ? found : hostsOf(found, range);
    };
    const options = { groups, groupNames: lookup.groupNames };
    const result = tryParse(range.text, options);
    if (result.ok && purpose === 'settings') checkUsers(range, result.items, options);
    if (result.ok && source !== null) checkOrder(range, result.items, options);
    if (result.ok) return result.set;
    const issue = result.errors[0]!;
    const reference = range.text.slice(issue.index, issue.index + issue.length);
    const saidIn = (locale: Locale): { message: string; hint: string } => {
      const better =
        issue.code === 'unknown-group' ? lookup.explain(String(issue.params.group), reference, locale) : null;
      return better ?? { message: issueMessage(issue, locale), hint: issueHint(issue, locale) ?? '' };
    };
    const [en, zh] = [saidIn('en'), saidIn('zh')];
    throw mistake(range, { en: en.message, zh: zh.message }, { en: en.hint, zh: zh.hint }, issue);
  }
  const groups = written.map((group) => ({ ...group, hosts: hostsOf(group, group.range) }));
  return {
    groups: groups.map(({ source, name, hosts }) => ({ source, name, hosts })),
    readHosts: (range) => read(range, null, 'settings'),
  };
}

function mistake(
  range: WrittenRange,
  what: Words,
  hint: Words,
  at?: Pick<Issue, 'index' | 'length'>,
): InventoryError {
  return new InventoryError(range.file, at ? range.placeOf(at.index, at.length) : range.place, what, hint);
}

function cycle(groups: readonly WrittenGroup[]): InventoryError {
  const [{ range }] = groups as [WrittenGroup];
  const names = groups.map(({ source, name }) => `@${source === null ? '' : `${source}:`}${name}`);
  return mistake(
    range,
    {
      en: `These groups contain each other: ${names.join(' → ')}.`,
      zh: `这些组互相包含：${names.join(' → ')}。`,
    },
    { en: 'Leave one of them out of another.', zh: '请去掉其中一处包含。' },
  );
}

/** A group that no range could name is a mistake; what can be written, the parser knows. */
function checkNames({ source, name, range }: WrittenGroup): void {
  const heard: (string | undefined)[] = [];
  const groups = (...asked: (string | undefined)[]): string => {
    heard.push(...asked);
    return '192.0.2.1';
  };
  const reference = `@${source === null ? '' : `${source}:`}${name}`;
  const read = tryParse(reference, { groups });
  const isOne = read.ok && read.set.size === 1n && heard.length === 2;
  if (name !== '*' && isOne && heard[0] === name && heard[1] === (source ?? undefined)) return;
  throw mistake(
    range,
    { en: `A host range cannot write ${reference}.`, zh: `主机范围中无法写出 ${reference}。` },
    { en: 'Use letters, digits, - . and _ in names of groups.', zh: '组名请使用字母、数字、- . 和 _。' },
  );
}

/**
 * ClusterShell reads from left to right: in `a[1-5]!a2,a2` the last word brings a2 back. Here an exclusion always wins. Where that
 * makes a difference neither is guessed.
 */
function checkOrder(range: WrittenRange, items: readonly ParsedItem[], options: ParseOptions): void {
  const first = items.findIndex(({ kind }) => kind === 'exclude');
  if (first < 0) return;
  for (const [at, late] of items.entries())
    for (const out of items.slice(first, at))
      if (late.kind === 'include' && out.kind === 'exclude' && overlap(late.text, out.text.slice(1), options))
        throw mistake(
          range,
          {
            en: `ClusterShell would bring back here what ${out.text} left out, Rollcall would not.`,
            zh: `${out.text} 已排除的主机，ClusterShell 会在此处重新加入，Rollcall 不会。`,
          },
          {
            en: 'Write exclusions last, or make two groups of it.',
            zh: '请把排除项写在最后，或拆成两个组。',
          },
          late,
        );
}

/** A user has its own setting; in the range it would be lost without a word. Users are those of whole items. */
function checkUsers(range: WrittenRange, items: readonly ParsedItem[], options: ParseOptions): void {
  for (const item of items) {
    const [first] = tryParse(item.text, options).set.inOrder();
    if (item.kind !== 'include' || first?.user === undefined) continue;
    const { user } = first;
    throw mistake(
      range,
      { en: `These hosts have the user ${user}.`, zh: `这些主机带有用户 ${user}。` },
      { en: `Write it as a setting: { user: ${user} }.`, zh: `请写成设置：{ user: ${user} }。` },
      item,
    );
  }
}

function overlap(one: string, other: string, options: ParseOptions): boolean {
  return tryParse(one, options).set.overlaps(tryParse(other, options).set);
}
