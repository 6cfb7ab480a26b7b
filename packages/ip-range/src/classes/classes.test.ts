import ipaddr from 'ipaddr.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostRangeError } from '../errors.ts';
import { HostSet } from '../host-set.ts';
import { parse } from '../parse/parse.ts';
import { classify } from './classify.ts';
import type { HostClass } from './host-class.ts';

describe('classify', () => {
  it.each<[string, HostClass]>([
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['192.0.0.192', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:a9fe:a9fe::1', 'metadata'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::7f00:1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['10.0.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'global'],
    ['192.168.0.1', 'private'],
    ['fd12::1', 'private'],
    ['100.64.0.1', 'shared'],
    ['100.128.0.1', 'global'],
    ['192.0.2.1', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['198.18.0.1', 'benchmark'],
    ['2001:2::1', 'benchmark'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.1', 'reserved'],
    ['100::1', 'reserved'],
    ['fec0::1', 'reserved'],
    ['2001::1', 'translation'],
    ['64:ff9b:1::1', 'translation'],
    ['8.8.8.8', 'global'],
    ['2606:4700::1', 'global'],
    ['64:ff9b::808:808', 'global'],
    ['[::1]:22', 'loopback'],
    ['root@127.0.0.1:22', 'loopback'],
    ['web1', 'name'],
  ])('%s is %s', (host, expected) => {
    expect(classify(host)).toBe(expected);
  });

  it.each(['10.0.0.300', '', '10.0.0.1-2', 'a,b'])('refuses %s, which is not one host', (text) => {
    expect(() => classify(text)).toThrow(HostRangeError);
  });

  it('agrees with ipaddr.js on what is special, for any address', () => {
    const same: Record<string, HostClass[]> = {
      loopback: ['loopback'],
      unspecified: ['unspecified'],
      linkLocal: ['link-local', 'metadata'],
      multicast: ['multicast', 'documentation'],
      broadcast: ['broadcast'],
      private: ['private'],
      carrierGradeNat: ['shared', 'metadata'],
      reserved: ['reserved', 'documentation', 'benchmark', 'metadata'],
      as112: ['reserved'],
      amt: ['reserved'],
      unicast: ['global', 'metadata'],
    };
    const first = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 240, 255),
    );
    const octet = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0, 2, 16, 18, 31, 51, 64, 88, 113, 168, 175, 254, 255),
    );
    fc.assert(
      fc.property(fc.tuple(first, octet, octet, octet), (octets) => {
        const address = new ipaddr.IPv4([...octets]);
        expect(same[address.range()]).toContain(classify(octets.join('.')));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('classes', () => {
  it('part a set without expanding it', () => {
    const parts = parse('0.0.0.0/0').classes();
    expect(parts.find((part) => part.class === 'metadata')?.set.size).toBe(7n);
    expect(parts.find((part) => part.class === 'private')?.set.fold()).toBe(
      '10.*.*.*,172.16.0.0/12,192.168.*.*',
    );
    expect(parts.find((part) => part.class === 'shared')?.set.size).toBe(2n ** 22n - 1n);
  });

  it.each(['0.0.0.0/0', '::/0', '*.*.*.1', '10.0.0.1-9,web[1-3],fe80::1%a,gw:22,8.8.8.8:53'])(
    'of %s are the set, each host once',
    (spec) => {
      const set = parse(spec);
      const parts = set.classes();
      expect(parts.reduce((sum, part) => sum + part.set.size, 0n)).toBe(set.size);
      expect(parts.reduce((all, part) => all.union(part.set), HostSet.empty).equals(set)).toBe(true);
      expect(parts.every((part) => !part.set.isEmpty)).toBe(true);
    },
  );

  it('come with what to be careful with first, ports and zones kept', () => {
    expect(
      parse('web1,8.8.8.8:53,169.254.169.254,fe80::1%a')
        .classes()
        .map((part) => [part.class, part.set.fold()]),
    ).toEqual([
      ['metadata', '169.254.169.254'],
      ['link-local', 'fe80::1%a'],
      ['global', '8.8.8.8:53'],
      ['name', 'web1'],
    ]);
  });
});
