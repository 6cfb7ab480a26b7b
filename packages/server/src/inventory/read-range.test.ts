import { expect, it } from 'vitest';
import { inventoryOf } from './inventory.suite.ts';
import { readRange } from './read-range.ts';

const inventory = inventoryOf(
  'groups: { web: "web[1-4],!web3", db: "db[1-2]", ops: "ops@gw:2201" }',
  'racks: { new: "n[1-2]", db: "n9", both: "@new,@db" }\nrows: { all: "n1", old: "o1", both: z }',
);

it.each([
  ['a group', '@web', 'web[1-2,4]'],
  ['a group that is left out', 'web[1-4],!@web', 'web3'],
  ['a group of a source', '@racks:new', 'n[1-2]'],
  ['the only source that has a name', '@new', 'n[1-2]'],
  ['the inventory before any source', '@db', 'db[1-2]'],
  ['every group of the inventory', '@*', 'db[1-2],gw:2201,web[1-2,4]'],
  ['every group of a source', '@racks:*', 'n[1-2,9]'],
  ['the group all of a source', '@rows:*', 'n1'],
])('%s: %s', (_what, range, hosts) => {
  const read = readRange(range, inventory);
  expect(read).toMatchObject({ ok: true, asksForGroups: true });
  expect(read.set.equals(readRange(hosts, inventory).set)).toBe(true);
});

it('keeps users and ports that a group has written', () => {
  expect([...readRange('@ops', inventory).set.inOrder()]).toMatchObject([
    { host: 'gw', port: 2201, user: 'ops' },
  ]);
});

it.each([
  ['@wbe', 'en', /No group is called wbe/, /@web/, '@web'],
  ['@both', 'en', /Several sources have a group both/, /@racks:both or @rows:both/, undefined],
  ['@both', 'zh', /有多个来源定义了组 both/, /@racks:both 或 @rows:both/, undefined],
  ['@row:all', 'en', /No source of groups is called row/, /racks, rows/, undefined],
  ['@row:*', 'en', /No source of groups is called row/, /racks, rows/, undefined],
  ['@row:all', 'zh', /没有名为 row 的组来源/, /racks、rows/, undefined],
  ['x,@rows:old,@racks:old', 'en', /No group is called old/, undefined, undefined],
] as const)('%s is refused in %s, and says what to write', (range, locale, message, hint, suggestion) => {
  const read = readRange(range, inventory, locale);
  expect(read.ok).toBe(false);
  const { errors } = read as Extract<typeof read, { ok: false }>;
  expect(errors).toHaveLength(1);
  expect(errors[0]!.message).toMatch(message);
  if (hint) expect(errors[0]!.hint).toMatch(hint);
  if (range.startsWith('@')) expect(errors[0]!.suggestion).toBe(suggestion);
});

it('says where groups are defined when there are none', () => {
  expect(readRange('@web', inventoryOf(null))).toMatchObject({
    ok: false,
    errors: [{ hint: 'Groups are defined in inventory.yaml.' }],
  });
});

it.each([
  ['en', 'Groups cannot be used, since the inventory has a mistake.'],
  ['zh', '主机清单有误，无法使用组。'],
] as const)('refuses groups while the inventory has a mistake, in %s', (locale, message) => {
  const broken = inventoryOf('groups: [');
  const read = readRange('@web,ops@x', broken, locale);
  expect(read).toMatchObject({ ok: false, asksForGroups: true, errors: [{ message, index: 0, length: 4 }] });
  expect((read as Extract<typeof read, { ok: false }>).errors[0]!.hint).toMatch(/^inventory\.yaml:1:\d+: /);
  expect(readRange('ops@x[1-3],!x2', broken, locale)).toMatchObject({ ok: true, asksForGroups: false });
});
