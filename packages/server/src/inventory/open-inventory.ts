import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Words } from '@rollcall/protocol';
import type { Inventory, InventoryPlaces } from './inventory.ts';
import { InventoryError, type SourceFile } from './problem.ts';

/** The inventory of a data folder, whoever edits its files meanwhile. */
export interface InventorySource {
  /** The inventory as its files are now; read again only when one of them has changed. Rejects on a bug only. */
  current(): Promise<Inventory>;
}

/** Where the inventory of a data folder stands. */
export function inventoryPlaces(dataFolder: string, groupsFrom: readonly string[] = []): InventoryPlaces {
  return { file: join(dataFolder, 'inventory.yaml'), groupsFrom };
}

/** Bytes of one file; a fleet of 10,000 hosts with ten variables each takes 3 MiB. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Opens an inventory; nothing is read before it is asked for.
 * @param onRead told of each inventory that was read, e.g. to log its problem
 */
export function openInventory(
  places: InventoryPlaces,
  onRead: (inventory: Inventory) => void = () => {},
): InventorySource {
  let known: { stamp: string; inventory: Inventory } | null = null;
  return {
    async current() {
      // Before the files are read: what changes in between differs at the next look.
      const { files, stamp } = await look(places);
      if (known?.stamp === stamp) return known.inventory;
      const inventory = await load(places, files);
      known = { stamp, inventory };
      onRead(inventory);
      return inventory;
    },
  };
}

/** The files that are there now; the stamp differs when one was changed, replaced, added or taken away. */
async function look({ file, groupsFrom }: InventoryPlaces): Promise<{ files: string[]; stamp: string }> {
  const others = (await Promise.all(groupsFrom.map(filesIn))).flat();
  const stamps = await Promise.all([file, ...others].map(stampOf));
  const files = stamps[0] === 'ENOENT' ? others : [file, ...others];
  return { files, stamp: [...stamps, ...files].join('\0') };
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino, dev } = await stat(path, { bigint: true });
    return [mtimeNs, size, ino, dev].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  }
}

/** The files of a folder of groups; a path that is no folder, or cannot be read, stands for itself. */
async function filesIn(path: string): Promise<string[]> {
  try {
    const names = await readdir(path);
    return names
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .map((name) => join(path, name));
  } catch {
    return [path];
  }
}

async function load(places: InventoryPlaces, files: readonly string[]): Promise<Inventory> {
  if (files.length === 0) return { groups: [], rules: [], problem: null, places };
  // Loaded when there is something to read: YAML and schemas take longer to load than a range to expand.
  const { readInventory } = await import('./inventory.ts');
  try {
    const sources = await Promise.all(files.map(readSource));
    const own = files[0] === places.file ? sources[0]! : null;
    const read = readInventory(own, own === null ? sources : sources.slice(1));
    return { ...read, problem: null, places };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return { groups: [], rules: [], problem: error, places };
  }
}

async function readSource(path: string): Promise<SourceFile> {
  const unread = (what: Words, hint: Words): InventoryError =>
    new InventoryError({ path, text: '' }, { from: 0, to: 0 }, what, hint);
  const bytes = await readFile(path).catch((error: Error) => {
    throw unread(
      { en: `The file cannot be read: ${error.message}.`, zh: `无法读取文件：${error.message}。` },
      { en: 'Change its rights, or take it away.', zh: '请修改其权限，或移走该文件。' },
    );
  });
  if (bytes.length > MAX_FILE_BYTES)
    throw unread(
      { en: 'The file is larger than 16 MiB.', zh: '文件大于 16 MiB。' },
      { en: 'Write ranges in place of single hosts.', zh: '请用范围代替逐台主机。' },
    );
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw unread(
      { en: 'The file is not UTF-8.', zh: '文件不是 UTF-8 编码。' },
      { en: 'Save it as UTF-8.', zh: '请以 UTF-8 保存。' },
    );
  }
}
