import { CHIPS, targetLabel, type Chip, type RunTarget } from '@rollcall/protocol';

export type RunTab = 'mosaic' | 'stream' | 'hosts';

/** What the URL of a run page says. */
export interface RunPlace {
  tab: RunTab;
  /** Index of the open host. */
  host: number | null;
  /** Only these chips are shown; empty for all. */
  chips: ReadonlySet<Chip>;
}

/** The search part of a run's URL, as the router hands it over. */
interface Search {
  tab?: string | undefined;
  host?: string | undefined;
  state?: string | undefined;
}

/** Everything final that is neither success nor taken back. */
const FAILED: readonly Chip[] = ['non-zero-exit', 'timed-out', 'no-answer'];

const isTab = (tab: string | undefined): tab is RunTab =>
  tab === 'mosaic' || tab === 'stream' || tab === 'hosts';
const isChip = (chip: string): chip is Chip => CHIPS.includes(chip as Chip);

/** Reads the URL; what it does not say or says wrongly is left at its usual value. */
export function placeOf(search: Search, targets: readonly RunTarget[], usual: RunTab): RunPlace {
  const index =
    search.host === undefined ? -1 : targets.findIndex((each) => targetLabel(each) === search.host);
  const host = index < 0 ? null : index;
  const tab = isTab(search.tab) ? search.tab : host === null ? usual : 'hosts';
  const names = (search.state ?? '').split(',');
  const chips = names.flatMap((name) => (name === 'failed' ? FAILED : isChip(name) ? [name] : []));
  return { tab, host, chips: new Set(chips) };
}

/** Writes the URL; usual values are left out, and the three failures together are `failed`. */
export function searchOf(place: RunPlace, targets: readonly RunTarget[], usual: RunTab): Search {
  const { tab, host, chips } = place;
  const failed = FAILED.every((chip) => chips.has(chip));
  const names = CHIPS.filter((chip) => chips.has(chip) && !(failed && FAILED.includes(chip)));
  const state = [...(failed ? ['failed'] : []), ...names].join(',');
  return {
    tab: tab === usual && host === null ? undefined : tab,
    host: host === null ? undefined : targetLabel(targets[host]!),
    state: state === '' ? undefined : state,
  };
}

/** The chips with `chip` turned on or off. */
export function toggled(chips: ReadonlySet<Chip>, chip: Chip): ReadonlySet<Chip> {
  const next = new Set(chips);
  if (!next.delete(chip)) next.add(chip);
  return next;
}
