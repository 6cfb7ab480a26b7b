import type { OfferedKey } from '@rollcall/protocol';
import { keyId } from './places.ts';

/** The keys that a person has ticked, by `keyId`: a key that changes meanwhile is ticked no more. */
export type Choice = ReadonlySet<string>;

/** How much of a group is ticked. */
export type Ticked = 'all' | 'some' | 'none';

/** Keys that can be ticked at all: policy refuses the others. */
export const canChoose = (key: OfferedKey): boolean => key.refused === null;

/** How much of `keys` is in the choice; keys that policy refuses do not count. */
export function ticked(choice: Choice, keys: readonly OfferedKey[]): Ticked {
  const open = keys.filter(canChoose);
  const count = open.filter((key) => choice.has(keyId(key))).length;
  if (count === 0) return 'none';
  return count === open.length ? 'all' : 'some';
}

/** Ticks all of `keys`, or none when all were ticked. */
export function toggleAll(choice: Choice, keys: readonly OfferedKey[]): Choice {
  const next = new Set(choice);
  const clear = ticked(choice, keys) === 'all';
  for (const key of keys.filter(canChoose)) {
    if (clear) next.delete(keyId(key));
    else next.add(keyId(key));
  }
  return next;
}

/** The ticked keys among those that wait now. */
export function chosenOf<K extends OfferedKey>(choice: Choice, keys: readonly K[]): K[] {
  return keys.filter((key) => canChoose(key) && choice.has(keyId(key)));
}

/** What a person should know about the chosen keys before approving them. */
export type Finding =
  | { type: 'agrees'; count: number; list: string }
  | { type: 'differs'; keys: OfferedKey[] }
  | { type: 'no-source'; keys: OfferedKey[] }
  | { type: 'unique' }
  | { type: 'shared'; keys: OfferedKey[] }
  | { type: 'known-elsewhere'; keys: OfferedKey[] }
  | { type: 'types'; types: { type: string; bits: number | null }[] };

/** Findings that a person can nod at; the others are for a second look. */
export const isFine = ({ type }: Finding): boolean =>
  type === 'agrees' || type === 'unique' || type === 'types';

/** Looks at the chosen keys together: second sources, keys used twice, types. */
export function findings(keys: readonly OfferedKey[]): Finding[] {
  const found: Finding[] = [];
  const agreeing = new Map<string, number>();
  for (const { secondSource } of keys)
    if (secondSource?.agrees === true)
      agreeing.set(secondSource.list, (agreeing.get(secondSource.list) ?? 0) + 1);
  for (const [list, count] of agreeing) found.push({ type: 'agrees', list, count });
  const differing = keys.filter((key) => key.secondSource?.agrees === false);
  if (differing.length > 0) found.push({ type: 'differs', keys: differing });
  const alone = keys.filter((key) => key.secondSource === null);
  if (alone.length > 0) found.push({ type: 'no-source', keys: alone });
  const elsewhere = keys.filter((key) => key.knownFor !== null);
  if (elsewhere.length > 0) found.push({ type: 'known-elsewhere', keys: elsewhere });
  const shared = sharing(keys);
  if (shared.length > 0) found.push({ type: 'shared', keys: shared });
  else if (elsewhere.length === 0) found.push({ type: 'unique' });
  found.push({ type: 'types', types: typesOf(keys) });
  return found;
}

function sharing(keys: readonly OfferedKey[]): OfferedKey[] {
  const count = new Map<string, number>();
  for (const { fingerprint } of keys) count.set(fingerprint, (count.get(fingerprint) ?? 0) + 1);
  return keys.filter(({ fingerprint }) => count.get(fingerprint)! > 1);
}

function typesOf(keys: readonly OfferedKey[]): { type: string; bits: number | null }[] {
  const seen = new Map(keys.map(({ type, bits }) => [`${type} ${bits}`, { type, bits }]));
  return [...seen.values()];
}

/** The run to repeat on approved hosts: the newest that any of them was met in. */
export function newestRun(keys: readonly OfferedKey[]): string | null {
  const newest = keys.reduce<OfferedKey | null>(
    (one, key) => (one === null || key.lastSeenAtMs > one.lastSeenAtMs ? key : one),
    null,
  );
  return newest?.run ?? null;
}

/** Keys with the text in host name or fingerprint, in letters of any case but those of a fingerprint. */
export function matching<K extends OfferedKey>(keys: readonly K[], filter: string): readonly K[] {
  const text = filter.trim();
  if (text === '') return keys;
  const name = text.toLowerCase();
  return keys.filter(({ host, fingerprint }) => host.includes(name) || fingerprint.includes(text));
}
