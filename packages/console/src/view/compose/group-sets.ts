import { parse, type HostSet } from '@rollcall/ip-range';
import { groupLookup, type GroupLookup, type HostGroup } from '@rollcall/protocol';

/** Sets of the groups that were asked for, kept as long as the groups of the server stay the same. */
const kept = new WeakMap<readonly HostGroup[], Map<string, HostSet>>();

/** Looks groups up for one text. Each group is read when it is first named, not again at each key. */
export function lookUpIn(groups: readonly HostGroup[]): GroupLookup<string | HostSet> {
  const sets = kept.get(groups) ?? new Map<string, HostSet>();
  kept.set(groups, sets);
  const lookup = groupLookup<string | HostSet>(groups);
  return {
    get asked() {
      return lookup.asked;
    },
    groupNames: lookup.groupNames,
    explain: lookup.explain,
    groups: (name, source) => {
      const found = lookup.groups(name, source);
      // `@*` is a text that names other groups; those come back here one by one.
      if (typeof found !== 'string' || found.startsWith('@')) return found;
      const set = sets.get(found) ?? parse(found);
      sets.set(found, set);
      return set;
    },
  };
}
