import { expect, it } from 'vitest';
import { inventoryOf } from './inventory.suite.ts';

const settings = (text: string): string => `groups:\n  c: { hosts: a, ${text} }`;

/** What is wrong, the text, where the carets begin and end, and what is said. */
const MISTAKES: readonly [
  name: string,
  text: string,
  place: [line: number, column: number, carets: number],
  says: RegExp,
][] = [
  ['a group without quotes', 'groups:\n  prod: @web', [2, 9, 1], /cannot begin with @.*quotes/s],
  [
    'an exclusion without quotes',
    'groups:\n  db: [a, !10.0.3.4]',
    [2, 11, 9],
    /!10\.0\.3\.4 is a tag.*quotes/s,
  ],
  ['a wildcard without quotes', 'groups:\n  db: *x', [2, 7, 2], /\*x is an alias.*quotes/s],
  ['an IPv6 key without quotes', 'hosts:\n  [::1]: {user: a}', [2, 3, 5], /no plain text.*quotes/s],
  ['an empty key', 'groups:\n  : a', [2, 3, 1], /key is empty/],
  ['a tab', 'groups:\n\tweb: a', [2, 1, 1], /tab.*blanks/s],
  ['a quote that is not closed', 'groups:\n  a: "x\n', [3, 1, 1], /not YAML.*closing/s],
  ['a second document', 'groups: {}\n---\nhosts: {}', [2, 1, 3], /second document/],
  ['a key for the second time', 'groups:\n  web: a\n  web: b', [3, 3, 1], /second time/],
  ['a list as the file', '- a', [1, 1, 3], /Write groups: and hosts:/],
  ['another section', 'group: {}', [1, 1, 5], /group is not a key here.*groups, hosts/s],
  ['a text as a section', 'groups: web1', [1, 9, 4], /groups is not right.*web: web/s],
  ['a number as a group', 'groups:\n  web: 10', [2, 8, 2], /web is not right/],
  ['nothing as a group', 'groups:\n  web:\n  db: a', [2, 3, 3], /web is not right/],
  ['a number in a list', 'groups:\n  web: [a, 10]', [2, 12, 2], /host range in quotes/],
  ['another key of a group', 'groups:\n  web: {hots: a}', [2, 9, 4], /hots is not a key.*hosts, user/s],
  ['a group without hosts', 'groups:\n  web: {user: a}', [2, 8, 9], /hosts is missing/],
  ['hosts without settings', 'hosts:\n  10.0.0.1:', [2, 3, 8], /10\.0\.0\.1 is not right/],
  ['hosts with a key of groups', 'hosts:\n  a: { hosts: b }', [2, 8, 5], /hosts is not a key here/],
  ['a user like an option', settings('user: "-o"'), [2, 24, 4], /user is not right.*no dash first/s],
  ['a user that is a number', settings('user: 7'), [2, 24, 1], /user name in quotes/],
  ['a port beyond the last', settings('port: 65536'), [2, 24, 5], /from 1 to 65535/],
  ['a port as a text', settings('port: "22"'), [2, 24, 4], /from 1 to 65535/],
  ['a jump that is no host', settings('jump: "a b["'), [2, 24, 6], /hosts one after the other/],
  ['a jump over a range', settings('jump: "b[1-2]"'), [2, 24, 8], /hosts one after the other/],
  ['a jump with an exclusion', settings('jump: "b1,!b2"'), [2, 24, 8], /hosts one after the other/],
  ['nine hops', settings('jump: "a1,a2,a3,a4,a5,a6,a7,a8,a9"'), [2, 24, 28], /up to 8/],
  ['a key without a name', settings('identity: ""'), [2, 28, 2], /name of a key/],
  ['legacy in words', settings('legacy: yes'), [2, 26, 3], /true or false/],
  [
    'a variable with a dash',
    settings('vars: { a-b: x }'),
    [2, 31, 1],
    /a-b is not right.*letters, digits and _/s,
  ],
  ['a variable that begins with a digit', settings('vars: { 1a: x }'), [2, 30, 1], /no digit first/],
  ['a list as a variable', settings('vars: { a: [x] }'), [2, 29, 3], /a text, a number, true or false/],
  ['nothing as a variable', settings('vars: { a: ~ }'), [2, 29, 1], /a text, a number, true or false/],
  ['NUL in a variable', settings('vars: { a: "\\0" }'), [2, 29, 4], /NUL/],
  ['a text as variables', settings('vars: a=b'), [2, 24, 3], /names with their values/],
  ['an octet over 255', 'groups:\n  web: "a1, 10.0.0.300"', [2, 20, 3], /300/],
  ['a mistake in a list', 'groups:\n  web: [a1, "b[3-1]"]', [2, 16, 3], /backwards.*b\[1-3\]/s],
  ['a mistake behind an escape', 'groups:\n  web: "\\x61[3-1]"', [2, 8, 11], /backwards/],
  ['a mistake in a key', 'hosts:\n  10.0.0.1-: {user: a}', [2, 11, 1], /no end/],
  ['a user in a key', 'hosts:\n  x1,ops@x2: {user: a}', [2, 6, 6], /user ops.*user: ops/s],
  ['an unknown group', 'groups:\n  web: a\n  all: "x,@wbe"', [3, 11, 4], /wbe.*@web/s],
  [
    'an unknown group with settings',
    'groups: {web: a}\nhosts:\n  "@wbe": {user: a}',
    [3, 4, 4],
    /wbe.*@web/s,
  ],
  ['an unknown source', 'groups:\n  web: "@prod:x"', [2, 9, 7], /No source .* prod.*no named sources/s],
  ['a group in itself', 'groups:\n  a: "x,@a"', [2, 3, 1], /@a → @a/],
  ['a circle of groups', 'groups:\n  a: "@b"\n  b: "@c"\n  c: "@a"', [2, 3, 1], /@a → @b → @c → @a/],
  ['a name with a blank', 'groups:\n  "we b": a', [2, 3, 6], /cannot write @we b/],
  ['a name with a comma', 'groups:\n  "a,b": a', [2, 3, 5], /cannot write @a,b/],
  ['a name with a bracket', 'groups:\n  "a[1-2]": a', [2, 3, 8], /cannot write/],
  ['a name with a colon', 'groups:\n  "a:b": a', [2, 3, 5], /cannot write/],
  ['a star as a name', 'groups:\n  "*": a', [2, 3, 3], /cannot write @\*/],
  ['no name', 'groups:\n  "": a', [2, 3, 2], /cannot write/],
];

it.each(MISTAKES)('%s', (_name, text, [line, column, carets], says) => {
  const { problem, groups, rules } = inventoryOf(text);
  expect({ groups, rules }).toEqual({ groups: [], rules: [] });
  expect(problem?.place).toMatchObject({ file: 'inventory.yaml', line, column });
  expect(problem!.drawing('en')).toMatch(says);
  expect(problem!.problem('en').message).toMatch(says);
  expect(problem!.message).toBe(`inventory.yaml:${line}:${column}: ${problem!.problem('en').message}`);
  const [, run] = problem!.drawing('en').split('\n');
  expect(
    /^( *)(\^+) /
      .exec(run!)!
      .slice(1)
      .map((part) => part.length),
  ).toEqual([column - 1, carets]);
});

it('draws the line, the place, what is wrong and what to write', () => {
  expect(inventoryOf('groups:\n  web: [a1, "b[3-1]"]').problem!.drawing('en')).toBe(`\
  web: [a1, "b[3-1]"]
               ^^^ The range runs backwards, from 3 to 1. (line 2, column 16)
  Did you mean b[1-3]?`);
});

it.each([
  ['4 KiB of a variable', 4_096, true],
  ['one byte more', 4_097, false],
])('%s', (_name, bytes, isRight) => {
  const { problem } = inventoryOf(
    `groups: { a: { hosts: x, vars: { v: "${'é'.repeat(bytes / 2)}${bytes % 2 ? 'x' : ''}" } } }`,
  );
  expect(problem === null).toBe(isRight);
});

it.each([
  ['groups 32 deep', 32, true],
  ['one deeper', 33, false],
])('%s', (_name, depth, isRight) => {
  const chain = Array.from({ length: depth - 1 }, (_, at) => `  g${at}: "@g${at + 1}"`);
  const { problem } = inventoryOf(`groups:\n${chain.join('\n')}\n  g${depth - 1}: x`);
  expect(problem?.problem('en').message).toEqual(isRight ? undefined : expect.stringContaining('too deep'));
});

it('does not follow aliases that stand for gigabytes', () => {
  const lines = ['a: &a ["x1"]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'])
    lines.push(`${to}: &${to} [${Array.from({ length: 20 }, () => `*${from}`).join(',')}]`);
  const { problem } = inventoryOf(`groups:\n  ${lines.join('\n  ')}`);
  expect(problem?.problem('en').message).toMatch(/aliases/);
});
