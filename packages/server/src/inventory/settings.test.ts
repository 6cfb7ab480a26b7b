import { parse } from '@rollcall/ip-range';
import { expect, it } from 'vitest';
import { targetsOf } from '../run/targets.ts';
import { applyInventory } from './apply.ts';
import { inventoryOf } from './inventory.suite.ts';
import { settingsFor } from './settings.ts';

const RULES = `
groups:
  web: { hosts: "web[1-4]", user: web, port: 2201, jump: "b1,ops@b2:2222", vars: { dc: fra, role: web } }
  old: { hosts: "web[3-4],10.0.0.9", user: old, legacy: true, vars: { role: old } }
  gate: { hosts: "gw:2202", user: gate }
hosts:
  web[4-5]: { user: four, jump: none }
  web4: { identity: id_four }
  "2001:db8::/64": { port: 2206 }
  "[2001:db8::1]:22": { user: six }
`;

it.each([
  [
    'a host of one group',
    'web1',
    { user: 'web', port: 2201, jump: 'b1,ops@b2:2222', vars: { dc: 'fra', role: 'web' } },
  ],
  [
    'a later group over an earlier one, variable by variable',
    'web3',
    { user: 'old', port: 2201, jump: 'b1,ops@b2:2222', legacy: true, vars: { dc: 'fra', role: 'old' } },
  ],
  [
    'hosts over groups, a later entry over an earlier one, and no jump at all',
    'web4',
    { user: 'four', port: 2201, legacy: true, identity: 'id_four', vars: { dc: 'fra', role: 'old' } },
  ],
  ['a host at whatever port', 'web5:99', { user: 'four' }],
  ['a host at the port of the entry', 'gw:2202', { user: 'gate' }],
  ['not a host at another port', 'gw', {}],
  ['an address of a block', '2001:db8::7', { port: 2206 }],
  ['an address with the port of an entry', '[2001:DB8:0::1]:22', { port: 2206, user: 'six' }],
  ['a host that no entry is about', '192.0.2.1', {}],
])('finds %s', (_what, range, settings) => {
  expect(settingsFor(targetsOf(parse(range)), inventoryOf(RULES).rules)).toEqual([settings]);
});

it('gives the targets of a run what the range does not say, and nothing more', () => {
  const targets = targetsOf(parse('me@web1:22, web2, 192.0.2.1, x@10.0.0.9'));
  expect(applyInventory(targets, inventoryOf(RULES))).toEqual([
    { host: 'web1', port: 22, user: 'me', jump: 'b1,ops@b2:2222', vars: { dc: 'fra', role: 'web' } },
    { host: 'web2', port: 2201, user: 'web', jump: 'b1,ops@b2:2222', vars: { dc: 'fra', role: 'web' } },
    { host: '192.0.2.1' },
    { host: '10.0.0.9', user: 'x', legacy: true, vars: { role: 'old' } },
  ]);
});

it('gives targets variables that they share, and that none can change', () => {
  const [first, second] = applyInventory(targetsOf(parse('web[1-2]')), inventoryOf(RULES));
  expect(first!.vars).toBe(second!.vars);
  expect(() => Object.assign(first!.vars!, { dc: 'ams' })).toThrow(TypeError);
});

it('answers for 10,000 names under 300 entries in far less than host by host', () => {
  const entries = Array.from({ length: 300 }, (_, at) => `  web${at}-[01-40].example.com: { user: u${at} }`);
  const { rules } = inventoryOf(`hosts:\n${entries.join('\n')}\n`);
  const targets = targetsOf(parse('web[0-249]-[01-40].example.com'));
  expect(targets).toHaveLength(10_000);
  const start = performance.now();
  const users = settingsFor(targets, rules).map(({ user }) => user);
  const took = performance.now() - start;
  expect(users).toEqual(targets.map(({ host }) => `u${/\d+/.exec(host)![0]}`));
  // 65 ms on an idle machine, where asking each entry about each host took 21 s.
  expect(took).toBeLessThan(5_000);
});
