import type { Locale } from './locale.ts';

/** A named group: `name` of the inventory itself (`source` null) or of a named source. */
export interface NamedGroup<Hosts> {
  source: string | null;
  name: string;
  hosts: Hosts;
}

/** Why a reference names no group. */
type Missing =
  | { type: 'unknown-source'; source: string; sources: readonly string[] }
  | { type: 'several-sources'; name: string; sources: readonly string[] };

/**
 * What `@name`, `@source:name`, `@*` and `@source:*` mean, for the parser of host ranges; one for each text that is read.
 * `@name` is a group of the inventory, or of the one source that has a group of that name.
 * `*` is the group `all` of a source that has one, as in ClusterShell, else all of its groups; without a source it is about the
 * inventory, or, when that has no groups, about all sources.
 */
export interface GroupLookup<Hosts> {
  /** As `ParseOptions.groups` of @rollcall/ip-range. */
  groups: (name: string, source?: string) => Hosts | string | undefined;
  /** As `ParseOptions.groupNames`: every name that can stand behind `@`, or those of one source. */
  groupNames: (source?: string) => string[];
  /** Whether a group was asked for. */
  readonly asked: boolean;
  /**
   * What to say of the mistake `unknown-group` in the place of the parser's own words, which cannot know of sources.
   * @param name the group that the mistake is about
   * @param written the reference as it stands in the text, e.g. `@racks:web`
   */
  explain: (name: string, written: string, locale: Locale) => { message: string; hint: string } | null;
}

const INVENTORY = '';

/** Makes the lookup of one text; the groups of a source have different names. */
export function groupLookup<Hosts>(groups: readonly NamedGroup<Hosts>[]): GroupLookup<Hosts> {
  const sources = new Map<string, Map<string, Hosts>>();
  for (const { source, name, hosts } of groups) {
    const key = source ?? INVENTORY;
    sources.set(key, (sources.get(key) ?? new Map<string, Hosts>()).set(name, hosts));
  }
  const named = [...sources.keys()].filter((key) => key !== INVENTORY);
  const missed: { name: string; source: string | undefined; why: Missing }[] = [];
  const usual = sources.has(INVENTORY) || named.length !== 1 ? INVENTORY : named[0]!;
  let asked = false;

  const having = (name: string): string[] => named.filter((source) => sources.get(source)!.has(name));
  const groupOf = (name: string): Hosts | undefined => {
    const own = sources.get(INVENTORY)?.get(name);
    if (own !== undefined) return own;
    const others = having(name);
    if (others.length > 1) missed.push({ name, source: undefined, why: severalSources(name, others) });
    return others.length === 1 ? sources.get(others[0]!)!.get(name) : undefined;
  };
  // As a text that names each group; undefined for a source that does not exist, so that the parser says so.
  const everyGroup = (source: string): Hosts | string | undefined => {
    const all = sources.get(source)?.get('all');
    if (all !== undefined || !sources.has(source)) return all;
    const prefix = source === INVENTORY ? '@' : `@${source}:`;
    return [...sources.get(source)!.keys()].map((name) => `${prefix}${name}`).join(',');
  };
  return {
    get asked() {
      return asked;
    },
    groups(name, source) {
      asked = true;
      if (name === '*') return everyGroup(source ?? usual);
      if (source === undefined) return groupOf(name);
      if (!named.includes(source))
        missed.push({ name, source, why: { type: 'unknown-source', source, sources: named } });
      return sources.get(source)?.get(name);
    },
    groupNames(source) {
      if (source === undefined)
        return [...new Set([...sources.values()].flatMap((each) => [...each.keys()]))];
      // All groups of a source that does not exist would be no hosts, without a word; a name that is no group is a mistake.
      return named.includes(source) ? [...sources.get(source)!.keys()] : [NO_GROUP];
    },
    explain(name, written, locale) {
      const about = missed.filter((miss) => miss.name === name || name === '*');
      const found =
        about.find(({ source }) => source !== undefined && written.includes(source)) ??
        about.find(({ source }) => source === undefined);
      return found === undefined ? null : WORDS[locale](found.why);
    },
  };
}

/** No group can have this name: the parser gives `*` itself. */
const NO_GROUP = '*?';

const severalSources = (name: string, sources: readonly string[]): Missing => ({
  type: 'several-sources',
  name,
  sources,
});

const WORDS: Record<Locale, (why: Missing) => { message: string; hint: string }> = {
  en: (why) =>
    why.type === 'several-sources'
      ? {
          message: `Several sources have a group ${why.name}.`,
          hint: `Say which: ${why.sources.map((source) => `@${source}:${why.name}`).join(' or ')}.`,
        }
      : {
          message: `No source of groups is called ${why.source}.`,
          hint:
            why.sources.length === 0
              ? 'There are no named sources.'
              : `There are: ${why.sources.join(', ')}.`,
        },
  zh: (why) =>
    why.type === 'several-sources'
      ? {
          message: `有多个来源定义了组 ${why.name}。`,
          hint: `请指明来源：${why.sources.map((source) => `@${source}:${why.name}`).join(' 或 ')}。`,
        }
      : {
          message: `没有名为 ${why.source} 的组来源。`,
          hint: why.sources.length === 0 ? '没有定义任何来源。' : `现有来源：${why.sources.join('、')}。`,
        },
};
