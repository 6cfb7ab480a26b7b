import type { RunTarget } from '../schemas/http.ts';
import type { RunSpec } from '../schemas/run-spec.ts';

/** Placeholders beside `{var.NAME}`. */
export const PLACEHOLDER_NAMES = ['host', 'index', 'user', 'port'] as const;
/** One of them. */
export type PlaceholderName = (typeof PLACEHOLDER_NAMES)[number];

/** All names, as a regular expression has them. */
export const PLACEHOLDER_PATTERN = `${PLACEHOLDER_NAMES.join('|')}|var\\.[A-Za-z0-9_.-]+`;

const BUILT_IN: Record<PlaceholderName, (spec: RunSpec, target: RunTarget, index: number) => string> = {
  host: (_, target) => target.host,
  index: (_, __, index) => String(index),
  user: (spec, target) => target.user ?? spec.login.user,
  port: (spec, target) => String(target.port ?? spec.port),
};

/** What a placeholder stands for on one host; undefined when there is no such variable. */
export function placeholderValue(
  name: string,
  spec: RunSpec,
  target: RunTarget,
  index: number,
): string | undefined {
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name as PlaceholderName](spec, target, index);
  const variable = name.slice('var.'.length);
  return target.vars && Object.hasOwn(target.vars, variable) ? target.vars[variable] : undefined;
}

/** What people write who mean one of them. */
const ALIASES: Partial<Record<string, PlaceholderName>> = {
  hostname: 'host',
  address: 'host',
  ip: 'host',
  i: 'index',
  idx: 'index',
  number: 'index',
  username: 'user',
  login: 'user',
};

/** The placeholder that a misspelt word most likely means; undefined when it looks like none of them. */
export function nearestPlaceholder(word: string): string | undefined {
  if (Object.hasOwn(ALIASES, word)) return ALIASES[word];
  if (/^(vars?|variables?)[._-]/.test(word)) return `var.${word.replace(/^\w+?[._-]/, '')}`;
  return PLACEHOLDER_NAMES.find((name) => isOneSlipApart(word, name));
}

/** One letter too many, missing, wrong, or two swapped. */
function isOneSlipApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
