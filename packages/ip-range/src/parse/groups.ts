import type { Pattern } from '../sets/patterns.ts';
import { lineSize } from '../sets/line.ts';
import { digitsOf } from '../sets/digits.ts';
import { readBracket } from './bracket.ts';
import { type Context, refused, type TargetReading } from './context.ts';
import { fault, type Fault, isFault } from './fault.ts';
import { excerpt, findIn, wordEnd } from './words.ts';

/** Group names one `@io[1-99]` may stand for. */
const MAX_NAMES = 1000;

/** Reads `@web`, `@source:web`, `@*` or `@io[1-3]` at `from`. */
export function readReference(context: Context, from: number): TargetReading {
  const { text, spec } = context;
  const end = wordEnd(text, from);
  const colon = findIn(text, 58, from, Math.min(end, bracketOr(text, from, end)));
  const source = colon < 0 ? undefined : spec.slice(from + 1, colon);
  const nameAt = colon < 0 ? from + 1 : colon + 1;
  if (nameAt === end)
    return refused(fault('missing-operand', from, end - from, { operator: '@' }), end, from);
  const names = expand(text, spec, nameAt, end);
  if (isFault(names)) return refused(names, end, from);
  const patterns: Pattern[] = [];
  for (const name of names) {
    const resolved = context.group(name, source);
    if ('wrong' in resolved) {
      const { code } = resolved.wrong;
      const params = { group: excerpt(name, 0, name.length), ...resolved.wrong.params };
      return refused(
        fault(code, from, end - from, params, nearestFix(params, nameAt, end, names)),
        end,
        from,
      );
    }
    patterns.push(resolved.pattern);
  }
  const [only] = patterns;
  const pattern: Pattern = patterns.length === 1 && only !== undefined ? only : { kind: 'sets', patterns };
  return { end, wrong: undefined, pattern, hostAt: from, port: 0, user: '', pick: undefined };
}

/** Where the first bracket stands, or `end`. */
function bracketOr(text: string, from: number, end: number): number {
  const at = findIn(text, 91, from, end);
  return at < 0 ? end : at;
}

/** A misspelt name is replaced by the nearest one. */
function nearestFix(
  params: Fault['params'],
  index: number,
  end: number,
  names: readonly string[],
): Fault['fix'] {
  const { nearest } = params;
  return typeof nearest === 'string' && names.length === 1
    ? { index, length: end - index, text: nearest }
    : undefined;
}

/** The names that a name with brackets stands for; letters keep their case. */
function expand(text: string, spec: string, from: number, end: number): string[] | Fault {
  let names = [''];
  let at = from;
  while (at < end) {
    const open = bracketOr(text, at, end);
    const plain = spec.slice(at, open);
    names = names.map((name) => name + plain);
    if (open === end) break;
    const close = findIn(text, 93, open, end);
    if (close < 0) return fault('unclosed-bracket', open, 1);
    const bracket = readBracket(text, open + 1, close, MAX_NAMES);
    if (isFault(bracket)) return bracket;
    const parts = 'letters' in bracket ? bracket.letters.split('') : digitTexts(bracket.ranks);
    if (parts === undefined || names.length * parts.length > MAX_NAMES) {
      return fault('too-complex', open, close + 1 - open, { limit: MAX_NAMES });
    }
    names = names.flatMap((name) => parts.map((part) => name + part));
    at = close + 1;
  }
  return names;
}

function digitTexts(ranks: readonly number[]): string[] | undefined {
  if (lineSize(ranks) > MAX_NAMES) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < ranks.length; i += 2) {
    for (let rank = ranks[i] as number; rank < (ranks[i + 1] as number); rank++) texts.push(digitsOf(rank));
  }
  return texts;
}
