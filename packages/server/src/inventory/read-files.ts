import type { z } from 'zod';
import { checkShape } from './check-shape.ts';
import { groupsFile, inventoryFile } from './format.ts';
import type { SourceFile, Span } from './problem.ts';
import { readYaml, type Path, type YamlFile } from './yaml-file.ts';
import type { HostSettings } from './settings.ts';

/** A host range as it stands in a file. */
export interface WrittenRange {
  file: YamlFile;
  /** The texts of a list are one range, line by line. */
  text: string;
  /** Where to point when the whole range is meant. */
  place: Span;
  /** Where a piece of `text` stands in the file. */
  placeOf(index: number, length: number): Span;
}

/** A group as it stands in a file. */
export interface WrittenGroup {
  /** Null for those of the inventory itself. */
  source: string | null;
  name: string;
  range: WrittenRange;
  settings: HostSettings | null;
}

/** Settings of a host range as they stand in a file. */
export interface WrittenHosts {
  range: WrittenRange;
  settings: HostSettings;
}

/**
 * Reads `inventory.yaml`.
 * @throws InventoryError with the first mistake of form; what the ranges mean is not looked at
 */
export function readInventoryFile(source: SourceFile): { groups: WrittenGroup[]; hosts: WrittenHosts[] } {
  const file = readYaml(source);
  const { groups, hosts } = checkShape(file, inventoryFile);
  return {
    groups: Object.entries(groups).map(([name, { hosts: texts, ...settings }]) => {
      const path = ['groups', name];
      const range = rangeAt(file, path, texts, ['hosts']);
      const has = Object.keys(settings).length > 0;
      return { source: null, name, range, settings: has ? settingsAt(file, path, settings) : null };
    }),
    hosts: Object.entries(hosts).map(([text, settings]) => ({
      range: keyRange(file, ['hosts', text], text),
      settings: settingsAt(file, ['hosts', text], settings),
    })),
  };
}

/**
 * Reads a file as those in ClusterShell's `groups.d`: sources with their groups.
 * @throws InventoryError with the first mistake of form
 */
export function readGroupsFile(source: SourceFile): WrittenGroup[] {
  const file = readYaml(source);
  return Object.entries(checkShape(file, groupsFile)).flatMap(([name, groups]) =>
    Object.entries(groups).map(([group, texts]) => ({
      source: name,
      name: group,
      range: rangeAt(file, [name, group], texts, []),
      settings: null,
    })),
  );
}

function rangeAt(file: YamlFile, group: Path, texts: readonly string[], within: Path): WrittenRange {
  const path = [...group, ...within];
  return {
    file,
    text: texts.join('\n'),
    place: file.placeOfKey(group),
    placeOf(index, length) {
      let start = 0;
      for (const [i, text] of texts.entries()) {
        if (index <= start + text.length) return file.placeWithin([...path, i], index - start, length);
        start += text.length + 1;
      }
      return file.placeOf(path);
    },
  };
}

/** A range that is a key. */
function keyRange(file: YamlFile, path: Path, text: string): WrittenRange {
  const place = file.placeOfKey(path);
  const inside = file.text.slice(place.from, place.to).indexOf(text);
  return {
    file,
    text,
    place,
    placeOf: (index, length) =>
      inside < 0 ? place : { from: place.from + inside + index, to: place.from + inside + index + length },
  };
}

type ReadSettings = Omit<z.infer<typeof inventoryFile>['groups'][string], 'hosts'>;

/** Variables are kept as they were written: 007 stays 007, and 1.10 does not become 1.1. */
function settingsAt(file: YamlFile, path: Path, { vars, ...rest }: ReadSettings): HostSettings {
  if (vars === undefined) return rest;
  const texts = Object.entries(vars).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : (file.writtenAt([...path, 'vars', name]) ?? String(value)),
  ]);
  // One object for all hosts of an entry.
  return { ...rest, vars: Object.freeze(Object.fromEntries(texts) as Record<string, string>) };
}
