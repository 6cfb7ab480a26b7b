import { describe, expect, it } from 'vitest';
import { formatIpv6, parseIpv6 } from './ipv6.ts';
import { parse } from './parse.ts';

describe('IPv6', () => {
  it.each([
    ['an address is printed as RFC 5952 wants it', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1', 1n],
    ['a block counts all its addresses', '2001:db8::/64', '2001:db8::/64', 2n ** 64n],
    ['the block of everything counts', '::/0', '::/0', 2n ** 128n],
    ['a range has both ends in it', '2001:db8::1-2001:db8::ff', '2001:db8::1-ff', 255n],
    ['a short end replaces the last 16 bits, in hexadecimal', '2001:db8::10-1f', '2001:db8::10-1f', 16n],
    ['a range may have blanks round its dash', '2001:db8::1 - 2001:db8::3', '2001:db8::1-3', 3n],
    ['a zone is kept as it is written', 'fe80::1%Eth0.100', 'fe80::1%Eth0.100', 1n],
    ['a zone may hold dashes', 'fe80::1%br-lan', 'fe80::1%br-lan', 1n],
    ['a zone may stand at the first end', 'fe80::1%br-lan-fe80::5', 'fe80::1%br-lan-fe80::5', 5n],
    ['a zone may stand at the second end', 'fe80::1-fe80::5%eth0', 'fe80::1%eth0-fe80::5', 5n],
    ['a port needs brackets', '[2001:db8::1]:22', '[2001:db8::1]:22', 1n],
    ['brackets without a port are only brackets', '[2001:db8::1]', '2001:db8::1', 1n],
    ['a block in brackets may have a port', '[2001:db8::/126]:22', '[2001:db8::-3]:22', 4n],
    ['a mapped address is not the IPv4 address', '::ffff:10.0.0.1,10.0.0.1', '10.0.0.1,::ffff:10.0.0.1', 2n],
    ['an old compatible address is read as two groups', '::1.2.3.4', '::102:304', 1n],
    ['the same address in two zones is two hosts', 'fe80::1%a,fe80::1%b', 'fe80::1%a,fe80::1%b', 2n],
  ])('%s', (_sentence, spec, folded, size) => {
    const set = parse(spec);
    expect(set.fold()).toBe(folded);
    expect(set.size).toBe(size);
  });

  it('gives the first host of everything at once', () => {
    expect(parse('::/0')[Symbol.iterator]().next().value).toBe('::');
  });

  it('excludes an address on every interface when no zone is written', () => {
    expect(parse('fe80::1%a,fe80::1%b,fe80::2%b,!fe80::1').fold()).toBe('fe80::2%b');
    expect(parse('fe80::1%a,fe80::1%b,!fe80::1%a').fold()).toBe('fe80::1%b');
  });
});

describe('parseIpv6', () => {
  it.each([
    '1::2::3',
    ':::',
    ':1',
    '1:',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2:3:4:5:6:7:8',
    '12345::',
    'g::',
    '',
    ':',
    '::1.2.3',
    '::1.2.3.400',
    '1.2.3.4::',
    '::01.2.3.4',
  ])('refuses %s', (text) => {
    expect(parseIpv6(text)).toBeUndefined();
  });

  it.each([
    ['::', '::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['::FFFF:1.2.3.4', '::ffff:1.2.3.4'],
    ['ABCD::', 'abcd::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('reads %s as %s', (text, canonical) => {
    expect(formatIpv6(parseIpv6(text) as bigint)).toBe(canonical);
  });
});
