import type { RunTarget } from '@rollcall/protocol';
import type { Inventory } from './inventory.ts';
import { settingsFor } from './settings.ts';

/**
 * The targets of a run with what the inventory says of them. The one place where settings reach a run; they are stored with it, so
 * that a later edit of the inventory changes no run. Strength: the range, then the inventory, then the run.
 */
export function applyInventory(targets: readonly RunTarget[], { rules }: Inventory): RunTarget[] {
  const settings = settingsFor(targets, rules);
  return targets.map((target, at) => ({ ...settings[at]!, ...target }));
}
