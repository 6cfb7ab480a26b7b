import { partsOf } from '../host-set-parts.ts';
import type { IssueParams, ParseOptions } from '../types.ts';
import { excerpt } from './characters.ts';
import { nearest } from './nearest.ts';
import type { Reading } from './read-spec.ts';
import type { Resolved } from './source.ts';

/** Groups inside groups; a chain this long is a mistake. */
const MAX_DEPTH = 16;

/** Looks up what `@name` (or `@source:name`) stands for. */
export type Resolve = (name: string, source: string | undefined) => Resolved;

/** Makes the look-up of one parse: each group is read (by `read`) once, however often it is named. */
export function resolver(options: ParseOptions, read: (spec: string) => Reading): Resolve {
  const { groups, groupNames } = options;
  const known = new Map<string, Resolved>();
  const trail: string[] = [];

  const wrong = (
    code: 'unknown-group' | 'group-cycle' | 'bad-group' | 'too-complex',
    params: IssueParams,
  ): Resolved => ({
    wrong: { code, params },
  });

  const readGroup = (spec: string): Resolved => {
    const { faults, shelves, written } = read(spec);
    const [first] = faults;
    if (first === undefined) return { pattern: { kind: 'set', shelves, written } };
    return first.code === 'group-cycle'
      ? wrong('group-cycle', first.params)
      : wrong('bad-group', { code: first.code, text: excerpt(spec) });
  };

  const look = (name: string, source: string | undefined): Resolved => {
    const found = groups?.(name, source);
    if (typeof found === 'string') return readGroup(found);
    if (found !== undefined) {
      const parts = partsOf(found);
      return parts === undefined ? readGroup(found.fold()) : { pattern: { kind: 'set', ...parts } };
    }
    if (name === '*' && groupNames !== undefined) {
      const all = Array.from(groupNames(source), (one) => resolve(one, source));
      const bad = all.find((one) => 'wrong' in one);
      return (
        bad ?? {
          pattern: { kind: 'sets', patterns: all.flatMap((one) => ('pattern' in one ? one.pattern : [])) },
        }
      );
    }
    const near = groups === undefined ? undefined : nearest(name, groupNames?.() ?? []);
    return wrong('unknown-group', {
      ...(groups === undefined && { why: 'none' }),
      ...(near !== undefined && { nearest: near }),
    });
  };

  const resolve = (name: string, source: string | undefined): Resolved => {
    const key = source === undefined ? name : `${source}:${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (trail.includes(key)) return wrong('group-cycle', { group: key });
    if (trail.length >= MAX_DEPTH) return wrong('too-complex', { why: 'groups', limit: MAX_DEPTH });
    trail.push(key);
    const found = look(name, source);
    trail.pop();
    known.set(key, found);
    return found;
  };
  return resolve;
}
