import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeGroups } from './inventory.ts';
import { inventoryOf } from './inventory.suite.ts';

it('reads the example of the guide', async () => {
  const guide = await readFile(new URL('../../../../docs/guide.md', import.meta.url), 'utf8');
  const [, example] = /```yaml\n([^]*?)```/.exec(guide)!;
  const inventory = inventoryOf(example!);
  expect(describeGroups(inventory, 'en')).toEqual({
    groups: [
      { source: null, name: 'web', hosts: 'web[01-20].example.com', count: '20' },
      { source: null, name: 'db', hosts: '10.0.3.1-3,5-8', count: '7' },
      { source: null, name: 'prod', hosts: '10.0.3.1-3,5-8,web[01-20].example.com', count: '27' },
      { source: null, name: 'cache', hosts: '10.0.4.1-20', count: '20' },
    ],
    problem: null,
  });
  expect(inventory.rules.map(({ hosts, settings }) => [hosts.fold(), settings])).toEqual([
    [
      '10.0.4.1-20',
      {
        user: 'ops',
        port: 2222,
        jump: 'ops@bastion.example.com',
        identity: 'id_ed25519',
        legacy: true,
        vars: { dc: 'fra', role: 'cache' },
      },
    ],
    ['10.0.0.1-100', { user: 'root', vars: { rack: 'a1' } }],
  ]);
});

it.each([
  ['an empty file', '', {}],
  ['a file of comments', '# nothing yet\n', {}],
  ['sections that hold nothing yet', 'groups:\nhosts:\n', {}],
  ['a group that names a later one', 'groups: { a: "@b", b: x }', { a: 'x', b: 'x' }],
  ['exclusions of a group', 'groups: { a: "x[1-3],!@b", b: x2 }', { a: 'x[1,3]', b: 'x2' }],
  ['an exclusion in another item of a list', 'groups: { a: ["!x2", "x[1-3]"] }', { a: 'x[1,3]' }],
  ['a block of lines with comments of ranges', 'groups:\n  a: |\n    x1 # one\n    x2\n', { a: 'x[1-2]' }],
  ['an anchor and its alias', 'groups: { a: &hosts "x[1-2]", b: *hosts }', { a: 'x[1-2]', b: 'x[1-2]' }],
  ['a group without hosts', 'groups: { a: "" }', { a: '' }],
  [
    'names with dots, dashes, digits and other scripts',
    'groups: { a-1.b_2: x, 网站: y }',
    { 'a-1.b_2': 'x', 网站: 'y' },
  ],
  ['a byte that no file should hold in the middle of a comment', '# \u0001\ngroups: { a: x }', { a: 'x' }],
])('reads %s', (_what, text, groups) => {
  const inventory = inventoryOf(text);
  expect(inventory.problem).toBeNull();
  expect(Object.fromEntries(inventory.groups.map(({ name, hosts }) => [name, hosts.fold()]))).toEqual(groups);
});

it('keeps variables as they were written', () => {
  const { rules } = inventoryOf(`
groups:
  a: { hosts: x, vars: { id: 007, version: 1.10, on: true, text: "a b", empty: "", big: 12345678901234567890, hex: 0x1F } }`);
  expect(rules[0]!.settings.vars).toEqual({
    id: '007',
    version: '1.10',
    on: 'true',
    text: 'a b',
    empty: '',
    big: '12345678901234567890',
    hex: '0x1F',
  });
});

it('reads 1,100 groups that name each other', () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => `  g${at}: "x${at},@g${at - (at % 10)}b"`);
  const bases = Array.from({ length: 100 }, (_, at) => `  g${at * 10}b: "y[${at}-999]"`);
  const text = `groups:\n${[...lines, ...bases].join('\n')}\n`;
  expect(inventoryOf(text).groups).toHaveLength(1_100);
});
