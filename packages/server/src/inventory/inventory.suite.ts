import { readInventory, type Inventory } from './inventory.ts';
import { InventoryError } from './problem.ts';

/** An inventory as `openInventory` would give it, from the text of its files; those of groups are called a.yaml, b.yaml, … */
export function inventoryOf(text: string | null, ...groupsFiles: string[]): Inventory {
  const places = { file: 'inventory.yaml', groupsFrom: ['groups.d'] };
  const files = groupsFiles.map((each, at) => ({ path: `${'abc'[at]!}.yaml`, text: each }));
  try {
    const read = readInventory(text === null ? null : { path: places.file, text }, files);
    return { ...read, problem: null, places };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return { groups: [], rules: [], problem: error, places };
  }
}
