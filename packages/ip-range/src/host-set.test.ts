import { describe, expect, it } from 'vitest';
import { HostRangeError, TooManyHostsError } from './errors.ts';
import { HostSet } from './host-set.ts';
import { parse } from './parse/parse.ts';

describe('HostSet', () => {
  it('of hosts is the set of them', () => {
    const set = HostSet.of(['10.0.0.2', 'web1:22', '10.0.0.1', 'web1:22']);
    expect([...set]).toEqual(['10.0.0.1', '10.0.0.2', 'web1:22']);
    expect([...set.inOrder()].map(({ host }) => host)).toEqual(['10.0.0.2', 'web1', '10.0.0.1']);
  });

  it('of something else refuses it', () => {
    expect(() => HostSet.of(['10.0.0.1', '10.0.0.300'])).toThrow(HostRangeError);
  });

  it('empty has nothing', () => {
    expect(HostSet.empty.isEmpty).toBe(true);
    expect(HostSet.empty.size).toBe(0n);
    expect([...HostSet.empty]).toEqual([]);
    expect(HostSet.empty.at(0)).toBeUndefined();
    expect(HostSet.empty.fold()).toBe('');
    expect(HostSet.empty.equals(parse('a!a'))).toBe(true);
    expect(HostSet.empty).toBe(HostSet.empty);
  });

  it.each([
    ['an address inside a range', '10.0.0.1-9', '10.0.0.5', true],
    ['an address outside', '10.0.0.1-9', '10.0.0.10', false],
    ['an address that is no address', '10.0.0.0/8', '10.0.0.300', false],
    ['an address with a leading zero', '10.0.0.0/8', '010.0.0.1', false],
    ['an address in a set of names', 'web1', '10.0.0.1', false],
    ['a name', 'web[1-9]', 'web5', true],
    ['a name in capitals', 'web[1-9]', 'WEB5', true],
    ['a name with other padding', 'web[1-9]', 'web05', false],
    ['a host at its port', 'web1:22', 'web1:22', true],
    ['a host without its port', 'web1:22', 'web1', false],
    ['IPv6 in any spelling', '2001:db8::/64', '2001:DB8:0:0::1', true],
    ['a zone', 'fe80::%eth0/64', 'fe80::1%eth0', true],
    ['another zone', 'fe80::%eth0/64', 'fe80::1%eth1', false],
    ['a whole block', '10.0.0.0/8', '10.1.0.0/16', true],
    ['a block that reaches outside', '10.0.0.0/24', '10.0.0.0/23', false],
    ['the empty text', '10.0.0.0/8', '', false],
  ])('contains: %s', (_sentence, spec, host, expected) => {
    expect(parse(spec).contains(host)).toBe(expected);
  });

  it('adds, subtracts and intersects without changing its operands', () => {
    const a = parse('10.0.0.1-10,web[1-5],gw:22');
    const b = parse('10.0.0.5-20,web[4-9],gw:23');
    expect(a.union(b).fold()).toBe('10.0.0.1-20,web[1-9],gw:22,gw:23');
    expect(a.difference(b).fold()).toBe('10.0.0.1-4,web[1-3],gw:22');
    expect(a.intersection(b).fold()).toBe('10.0.0.5-10,web[4-5]');
    expect(a.fold()).toBe('10.0.0.1-10,web[1-5],gw:22');
  });

  it('has what only one of two sets has, and knows whether they meet', () => {
    const a = parse('10.0.0.1-5,web[1-3]');
    const b = parse('10.0.0.4-9,web4');
    expect(a.symmetricDifference(b).fold()).toBe('10.0.0.1-3,6-9,web[1-4]');
    expect(a.overlaps(b)).toBe(true);
    expect(a.overlaps(parse('web4,10.0.0.1:22'))).toBe(false);
    expect(a.contains(parse('10.0.0.2-3,web1'))).toBe(true);
    expect(a.contains(b)).toBe(false);
    expect(a.contains(HostSet.empty)).toBe(false);
  });

  it('keeps the written order through algebra', () => {
    const left = parse('web9,web[1-3]').difference(parse('web2'));
    expect([...left.inOrder()].map(({ host }) => host)).toEqual(['web9', 'web1', 'web3']);
    const both = left.union(parse('a,web1'));
    expect([...both.inOrder()].map(({ host }) => host)).toEqual(['web9', 'web1', 'web3', 'a']);
    const filtered = parse('a&b').union(parse('x,a'));
    expect([...filtered.inOrder()].map(({ host }) => host)).toEqual(['x', 'a']);
  });

  it.each([
    ['addresses', '10.0.0.1-3,10.0.1.7'],
    ['names', 'r[1-3]n[1-2],a,web[08-11]'],
    ['everything together', '10.0.0.1-2,fe80::1%a-fe80::3,2001:db8::7,x[1-2],gw:22,10.0.0.9:22,[::1-2]:22'],
    ['large patterns', '10.*.*.1,!10.1-255.*.*'],
  ])('at agrees with iteration for %s', (_sentence, spec) => {
    const set = parse(spec, { limits: { ranges: 1000 } });
    const all = [...set];
    expect(all.map((_, i) => set.at(i))).toEqual(all);
    expect(set.at(-1)).toBeUndefined();
    expect(set.at(all.length)).toBeUndefined();
    expect(set.at(0n)).toBe(all[0]);
  });

  it('iterates more hosts than memory could hold, one at a time', () => {
    const hosts = parse('0.0.0.0/0')[Symbol.iterator]();
    expect([hosts.next().value, hosts.next().value]).toEqual(['0.0.0.0', '0.0.0.1']);
  });

  it('makes an array only up to its limit, and says the count', () => {
    expect(parse('10.0.0.0/16').toArray().length).toBe(65_536);
    expect(() => parse('10.0.0.0/15').toArray()).toThrow(TooManyHostsError);
    expect(() => parse('10.0.0.0/15').toArray()).toThrow('131,072 hosts, the limit is 65,536.');
    expect(() => parse('a,b').toArray({ limit: 1 })).toThrow(TooManyHostsError);
    expect(parse('10.0.0.0/15').toArray({ limit: 131_072 }).at(-1)).toBe('10.1.255.255');
  });

  it('gives its ranges with kind, size and port', () => {
    expect([...parse('10.0.0.1-5,::1-2,web[01-20],gw:22').ranges()]).toEqual([
      { kind: 'ipv4', first: '10.0.0.1', last: '10.0.0.5', size: 5n },
      { kind: 'ipv6', first: '::1', last: '::2', size: 2n },
      { kind: 'name', first: 'web01', last: 'web20', size: 20n },
      { kind: 'name', first: 'gw', last: 'gw', size: 1n, port: 22 },
    ]);
  });

  it('runs ranges of names along their last number', () => {
    expect([...parse('r[1-2]n[1-9]').ranges()].map(({ first, last }) => `${first} ${last}`)).toEqual([
      'r1n1 r1n9',
      'r2n1 r2n9',
    ]);
  });

  it('ranges of large patterns join at octet boundaries', () => {
    const set = parse('1-2.*.*.*,3.0.0.0', { limits: { ranges: 1 } });
    expect([...set.ranges()]).toEqual([
      { kind: 'ipv4', first: '1.0.0.0', last: '3.0.0.0', size: 2n * 2n ** 24n + 1n },
    ]);
  });
});
