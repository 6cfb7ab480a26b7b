import { resolve } from 'node:path';
import type { Inventory } from '../inventory/inventory.ts';
import { inventoryPlaces, openInventory } from '../inventory/open-inventory.ts';
import type { InventoryError } from '../inventory/problem.ts';
import { CliError } from './cli-error.ts';
import { dataFolderPath } from './data/data-folder.ts';

/** The options of a command that say where groups come from. */
export interface InventoryOptions {
  data?: string;
  groupsDir?: string[];
}

/** The inventory as it is now. Nothing is made: a data folder that is not there has none. */
export async function readInventory(options: InventoryOptions, env: NodeJS.ProcessEnv): Promise<Inventory> {
  const groupsFrom = options.groupsDir?.map((path) => resolve(path)) ?? [];
  return openInventory(inventoryPlaces(dataFolderPath(options.data, env), groupsFrom)).current();
}

/** The mistake of an inventory that was needed, drawn under its place. */
export function inventoryError(problem: InventoryError): CliError {
  const { file } = problem.place;
  return new CliError({ en: `the inventory has a mistake, in ${file}`, zh: `主机清单有误，位于 ${file}` }, [
    { en: `\n${problem.drawing('en')}`, zh: `\n${problem.drawing('zh')}` },
  ]);
}
