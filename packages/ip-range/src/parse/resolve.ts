import type { Reading } from './reading.ts';
import type { Resolved } from './context.ts';
import { partsOf } from '../host-set-parts.ts';
import type { ParseOptions } from '../types.ts';
import { nearest } from './nearest.ts';

/** Groups inside groups; a chain this long is a mistake. */
const MAX_DEPTH = 16;

/** Reads the text of a group, one level deeper. */
export type ReadGroup = (spec: string, resolver: GroupResolver) => Reading;

/** Looks groups up for one parse: each is read once, however often it is named. */
export class GroupResolver {
  readonly #options: ParseOptions;
  readonly #read: ReadGroup;
  readonly #known = new Map<string, Resolved>();
  readonly #trail: string[] = [];

  constructor(options: ParseOptions, read: ReadGroup) {
    this.#options = options;
    this.#read = read;
  }

  /** What `@name` (or `@source:name`) stands for. `*` is every group, where the names of groups are known. */
  resolve(name: string, source: string | undefined): Resolved {
    const key = source === undefined ? name : `${source}:${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#trail.includes(key)) return { wrong: { code: 'group-cycle', params: { group: key } } };
    if (this.#trail.length >= MAX_DEPTH) {
      return { wrong: { code: 'too-complex', params: { why: 'groups', limit: MAX_DEPTH } } };
    }
    this.#trail.push(key);
    const resolved = this.#look(name, source);
    this.#trail.pop();
    this.#known.set(key, resolved);
    return resolved;
  }

  #look(name: string, source: string | undefined): Resolved {
    const found = this.#options.groups?.(name, source);
    if (typeof found === 'string') return this.#parse(found);
    if (found !== undefined) {
      const parts = partsOf(found);
      return parts === undefined ? this.#parse(found.fold()) : { pattern: { kind: 'set', ...parts } };
    }
    if (name === '*' && this.#options.groupNames !== undefined) return this.#every(source);
    return { wrong: { code: 'unknown-group', params: this.#unknown(name) } };
  }

  #parse(spec: string): Resolved {
    const { faults, shelves, written } = this.#read(spec, this);
    const [first] = faults;
    if (first === undefined) return { pattern: { kind: 'set', shelves, written } };
    if (first.code === 'group-cycle') return { wrong: { code: 'group-cycle', params: first.params } };
    return { wrong: { code: 'bad-group', params: { code: first.code, text: spec.slice(0, 60) } } };
  }

  #every(source: string | undefined): Resolved {
    const patterns = [];
    for (const name of this.#options.groupNames?.(source) ?? []) {
      const resolved = this.resolve(name, source);
      if ('wrong' in resolved) return resolved;
      patterns.push(resolved.pattern);
    }
    return { pattern: { kind: 'sets', patterns } };
  }

  #unknown(name: string): Record<string, string | number> {
    if (this.#options.groups === undefined) return { why: 'none' };
    const near = nearest(name, this.#options.groupNames?.() ?? []);
    return near === undefined ? {} : { nearest: near };
  }
}
