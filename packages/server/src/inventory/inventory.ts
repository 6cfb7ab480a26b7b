import type { HostSet } from '@rollcall/ip-range';
import type { HostGroups, Locale, NamedGroup } from '@rollcall/protocol';
import { InventoryError, type SourceFile } from './problem.ts';
import { readGroupsFile, readInventoryFile, type WrittenGroup } from './read-files.ts';
import { resolveGroups } from './resolve-groups.ts';
import type { SettingsRule } from './settings.ts';

/** All groups and settings as they were at one moment. Immutable. */
export interface Inventory {
  /** In the order of the files; none while there is a problem. */
  groups: readonly NamedGroup<HostSet>[];
  /** Weakest first; none while there is a problem. */
  rules: readonly SettingsRule[];
  /** Why nothing of it can be used; ranges without groups can. */
  problem: InventoryError | null;
  /** Where groups are looked for, for those who find none. */
  places: InventoryPlaces;
}

/** Where an inventory stands. */
export interface InventoryPlaces {
  /** `inventory.yaml`; it need not be there. */
  file: string;
  /** Folders with files of ClusterShell's form (`*.yaml`, in the order of their names), or such files. */
  groupsFrom: readonly string[];
}

/**
 * Reads an inventory from the text of its files.
 * @throws InventoryError with the first mistake
 */
export function readInventory(
  file: SourceFile | null,
  groupsFiles: readonly SourceFile[],
): Pick<Inventory, 'groups' | 'rules'> {
  const own = file === null ? { groups: [], hosts: [] } : readInventoryFile(file);
  const named = groupsFiles.map(readGroupsFile);
  checkSources(named);
  const written = [...own.groups, ...named.flat()];
  const { groups, readHosts } = resolveGroups(written);
  const ofGroups = written.flatMap(({ settings }, at) =>
    settings === null ? [] : [{ hosts: groups[at]!.hosts, settings }],
  );
  const ofHosts = own.hosts.map(({ range, settings }) => ({ hosts: readHosts(range), settings }));
  return { groups, rules: [...ofGroups, ...ofHosts] };
}

/** A source is in one file: which of two would hold cannot be guessed. */
function checkSources(files: readonly (readonly WrittenGroup[])[]): void {
  const fileOf = new Map<string, string>();
  for (const { source, range } of files.flat()) {
    const before = fileOf.get(source!) ?? range.file.path;
    if (before !== range.file.path)
      throw new InventoryError(
        range.file,
        range.file.placeOfKey([source!]),
        { en: `The source ${source} stands in ${before}, too.`, zh: `来源 ${source} 也写在 ${before} 中。` },
        { en: 'Keep one of them, or give it another name.', zh: '请只保留一处，或另取名称。' },
      );
    fileOf.set(source!, before);
  }
}

/** What `GET /api/groups` answers. */
export function describeGroups({ groups, problem }: Inventory, locale: Locale): HostGroups {
  return {
    groups: groups.map(({ source, name, hosts }) => ({
      source,
      name,
      hosts: hosts.fold(),
      count: String(hosts.size),
    })),
    problem: problem?.problem(locale) ?? null,
  };
}
