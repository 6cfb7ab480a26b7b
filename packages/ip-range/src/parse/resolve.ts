import { ShelfBuilder } from '../sets/build.ts';
import { type Pattern, VALUE, type Value } from '../sets/patterns.ts';
import type { ParseOptions } from '../types.ts';
import { excerpt } from './characters.ts';
import type { Fault } from './fault.ts';
import { nearest } from './nearest.ts';
import type { Reading } from './read-spec.ts';

/** Groups inside groups; a chain this long is a mistake. */
const MAX_DEPTH = 16;

/** What a named group stands for, or why it stands for nothing. */
export type Resolved = Extract<Pattern, { kind: 'set' }> | Pick<Fault, 'code' | 'params'>;

/** Looks up what `@name` (or `@source:name`) stands for. */
export type Resolve = (name: string, source: string | undefined) => Resolved;

/** Makes the look-up of one parse: each group is read (by `read`) once, however often it is named. */
export function resolver({ groups, groupNames }: ParseOptions, read: (spec: string) => Reading): Resolve {
  const known = new Map<string, Resolved>();
  let depth = 0;

  const look: Resolve = (name, source) => {
    const found = groups?.(name, source);
    const group = excerpt(name);
    if (found === undefined) {
      if (name === '*' && groupNames !== undefined)
        return joined(Array.from(groupNames(source), (one) => resolve(one, source)));
      if (groups === undefined) return { code: 'unknown-group', params: { group, why: 'none' } };
      const near = nearest(name, groupNames?.() ?? []);
      return { code: 'unknown-group', params: near === undefined ? { group } : { group, nearest: near } };
    }
    const { [VALUE]: value } = found as { [VALUE]?: Value };
    if (value !== undefined) return { kind: 'set', ...value };
    const spec = typeof found === 'string' ? found : found.fold();
    const { faults, shelves, written } = read(spec);
    const [first] = faults;
    if (first === undefined) return { kind: 'set', shelves, written };
    if (first.code === 'group-cycle') return first;
    return { code: 'bad-group', params: { group, code: first.code, text: excerpt(spec) } };
  };

  const resolve: Resolve = (name, source) => {
    const key = source === undefined ? name : `${source}:${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (depth === MAX_DEPTH) return { code: 'too-complex', params: { why: 'groups', limit: MAX_DEPTH } };
    // What it stands for while it is being read.
    known.set(key, { code: 'group-cycle', params: { group: key } });
    depth++;
    const found = look(name, source);
    depth--;
    known.set(key, found);
    return found;
  };
  return resolve;
}

/** Several groups as one, or why the first bad one of them is bad. */
export function joined(groups: readonly Resolved[]): Resolved {
  const builder = new ShelfBuilder();
  const written = [];
  for (const group of groups) {
    if ('code' in group || groups.length === 1) return group;
    builder.addShelves(group.shelves);
    written.push(group.written);
  }
  return { kind: 'set', shelves: builder.build(), written: written.flat() };
}
