import { lineSize } from '../sets/line.ts';
import type { Pattern } from '../sets/patterns.ts';
import { fault } from './fault.ts';
import { readList, textsOf } from './numbers.ts';
import { joined } from './resolve.ts';
import type { Source } from './source.ts';

/** Group names one `@io[1-99]` may stand for. */
const MAX_NAMES = 1000;

/** Reads `@web`, `@source:web`, `@*` or `@io[1-3]` at `at`. */
export function readReference({ spec, end, group }: Source, at: number): Pattern {
  const length = end - at;
  const [, source, name = ''] = /^.(?:([^:[]*)[:：])?(.*)$/su.exec(spec.slice(at, end)) ?? [];
  if (name === '') throw fault('missing-operand', at, length, { operator: '@' });
  const nameAt = end - name.length;
  const names = expand(name, nameAt);
  const resolved = joined(names.map((one) => group(one, source)));
  if ('kind' in resolved) return resolved;
  const { nearest, ...params } = resolved.params;
  const fix = { index: nameAt, length: name.length, text: String(nearest) };
  throw fault(resolved.code, at, length, params, nearest === undefined || names.length > 1 ? undefined : fix);
}

/** The names that a name with brackets stands for. */
function expand(name: string, at: number): string[] {
  let names = [''];
  let index = at;
  for (const part of name.split(/(\[[^\]]*\]?)/)) {
    if (!part.startsWith('[')) names = names.map((text) => text + part);
    else {
      if (!part.endsWith(']')) throw fault('unclosed-bracket', index, 1);
      const list = readList(part.slice(1, -1), index + 1, { open: '[', limit: MAX_NAMES });
      if (lineSize(list.line) * names.length > MAX_NAMES)
        throw fault('too-complex', index, part.length, { limit: MAX_NAMES });
      const texts = textsOf(list);
      names = names.flatMap((text) => texts.map((more) => text + more));
    }
    index += part.length;
  }
  return names;
}
