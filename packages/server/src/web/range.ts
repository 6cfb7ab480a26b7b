import type { Issue } from '@rollcall/ip-range';
import type { Locale, RangeIssue, RangePreview, RunTarget } from '@rollcall/protocol';
import { applyInventory } from '../inventory/apply.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readRange } from '../inventory/read-range.ts';
import { judgeTargets, type SpecialHosts } from '../run/target-policy.ts';
import { targetsOf } from '../run/targets.ts';

/** Hosts that a preview names; enough for the squares of the composer. */
const PREVIEW_HOSTS = 100;
/** Mistakes and remarks told at most. */
const MAX_ISSUES = 50;

/** What a host range means for a run. */
export type Plan =
  | { ok: true; targets: RunTarget[] }
  | { ok: false; code: 'invalid-host-range'; issues: RangeIssue[] }
  | { ok: false; code: 'no-hosts' }
  | { ok: false; code: 'too-many-hosts'; count: bigint }
  | { ok: false; code: 'special-addresses'; refused: SpecialHosts[] };

/** What a host range is read with. */
export interface RangeContext {
  inventory: Inventory;
  maxHosts: number;
  locale: Locale;
}

/** Reads a host range for a run: expanded only when it is right and within the limit; with the settings of the inventory. */
export function planRange(
  targets: string,
  { inventory, maxHosts, locale, allowSpecial }: RangeContext & { allowSpecial: boolean },
): Plan {
  const read = readRange(targets, inventory, locale);
  if (!read.ok) return { ok: false, code: 'invalid-host-range', issues: issuesOf(read.errors) };
  const { size } = read.set;
  if (size === 0n) return { ok: false, code: 'no-hosts' };
  if (size > BigInt(maxHosts)) return { ok: false, code: 'too-many-hosts', count: size };
  const { refused } = judgeTargets(read.set, allowSpecial);
  if (refused.length > 0) return { ok: false, code: 'special-addresses', refused };
  return { ok: true, targets: applyInventory(targetsOf(read.set), inventory) };
}

/** What a host range means, without expanding it: count, short form, first hosts, mistakes and remarks. */
export function previewRange(targets: string, { inventory, maxHosts, locale }: RangeContext): RangePreview {
  const read = readRange(targets, inventory, locale);
  const first: string[] = [];
  for (const { host } of read.set.inOrder()) {
    if (first.length === PREVIEW_HOSTS) break;
    first.push(host);
  }
  return {
    count: String(read.set.size),
    overLimit: read.set.size > BigInt(maxHosts),
    fold: read.set.fold(),
    first,
    errors: read.ok ? [] : issuesOf(read.errors),
    warnings: issuesOf(read.warnings),
  };
}

function issuesOf(issues: readonly Issue[]): RangeIssue[] {
  return issues.slice(0, MAX_ISSUES).map(({ params, ...issue }) => {
    void params;
    return issue;
  });
}
