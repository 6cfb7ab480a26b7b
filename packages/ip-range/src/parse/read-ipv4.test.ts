import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';

/** What a spec means, as consecutive ranges. */
function ranges(spec: string): string[] {
  return [...parse(spec).ranges()].map(({ first, last }) => (first === last ? first : `${first}-${last}`));
}

describe('IPv4', () => {
  it.each([
    ['one address is itself', '10.0.0.1', ['10.0.0.1']],
    [
      'the lowest and the highest address are addresses',
      '0.0.0.0,255.255.255.255',
      ['0.0.0.0', '255.255.255.255'],
    ],
    ['a range of the last octet has both ends in it', '10.0.0.1-100', ['10.0.0.1-10.0.0.100']],
    ['a range of one is one', '10.0.0.7-7', ['10.0.0.7']],
    ['a full range runs across octets', '10.0.0.1-10.0.2.20', ['10.0.0.1-10.0.2.20']],
    ['octet ranges are a product', '10.0.0-1.1-2', ['10.0.0.1-10.0.0.2', '10.0.1.1-10.0.1.2']],
    ['a list goes on after a comma', '10.0.0.1,5,9-20', ['10.0.0.1', '10.0.0.5', '10.0.0.9-10.0.0.20']],
    ['duplicates inside an octet count once', '10.0.0.42,42-42,40-43', ['10.0.0.40-10.0.0.43']],
    ['a list may stand in the third octet', '10.0.1,3.5', ['10.0.1.5', '10.0.3.5']],
    ['a list may stand in the first octet', '10,12.0.0.1', ['10.0.0.1', '12.0.0.1']],
    ['a star is a whole octet', '10.0.0.*', ['10.0.0.0-10.0.0.255']],
    ['a star may stand in the middle', '10.0.*.1', Array.from({ length: 256 }, (_, i) => `10.0.${i}.1`)],
    ['a bracket of numbers is an octet', '10.0.0.[1-3,9]', ['10.0.0.1-10.0.0.3', '10.0.0.9']],
    ['a bracket may have a step', '10.0.0.[0-20/10]', ['10.0.0.0', '10.0.0.10', '10.0.0.20']],
    ['a bracket may be written with a colon', '10.0.[1:2].0', ['10.0.1.0', '10.0.2.0']],
    ['braces of a shell are read', '10.0.0.{1..3}', ['10.0.0.1-10.0.0.3']],
    ['a block is all its addresses', '10.0.0.0/30', ['10.0.0.0-10.0.0.3']],
    ['a block of two has two', '10.0.0.0/31', ['10.0.0.0-10.0.0.1']],
    ['a block of one is one', '10.0.0.7/32', ['10.0.0.7']],
    ['the block of everything is everything', '1.2.3.4/0', ['0.0.0.0-255.255.255.255']],
    ['host bits of a block do not matter', '10.0.0.77/24', ['10.0.0.0-10.0.0.255']],
    ['a netmask is a prefix', '10.0.0.0/255.255.255.252', ['10.0.0.0-10.0.0.3']],
    ['blanks round the dash are allowed', '10.0.0.1 - 10.0.0.3', ['10.0.0.1-10.0.0.3']],
    ['a blank only after the dash is allowed', '10.0.0.1- 10.0.0.3', ['10.0.0.1-10.0.0.3']],
    ['a short end may stand after blanks', '10.0.0.1 - 3', ['10.0.0.1-10.0.0.3']],
  ])('%s', (_sentence, spec, expected) => {
    expect(ranges(spec)).toEqual(expected);
  });
});

describe('a comma after an address (rule T1)', () => {
  it.each([
    ['goes on with the list when a boundary follows the number', '10.0.0.1,5', '10.0.0.1,5'],
    ['separates when the next number starts an address', '10.0.0.1,10.0.0.2', '10.0.0.1-2'],
    ['separates and joins in one spec', '10.0.0.1-3,7,10.0.1.1-4', '10.0.0.1-3,7,10.0.1.1-4'],
    [
      'separates before an IPv6 address that starts with digits',
      '10.0.0.1-2,2001:db8::1',
      '10.0.0.1-2,2001:db8::1',
    ],
    ['separates before a name that starts with digits', '10.0.0.1,7up', '10.0.0.1,7up'],
    ['separates before a block', '10.0.0.1,10.0.8.0/24', '10.0.0.1,10.0.8.*'],
    ['keeps the port with the whole list', '10.0.0.1,5:22', '10.0.0.1,5:22'],
    ['in the middle belongs to the middle', '10.0.1,2.5', '10.0.1-2.5'],
    ['at the end is nothing', '10.0.0.1,5,', '10.0.0.1,5'],
  ])('%s', (_sentence, spec, folded) => {
    expect(parse(spec).fold()).toBe(folded);
  });
});

describe('cidrHosts', () => {
  it.each([
    ['usable drops both ends of a /24', '10.0.0.0/24', 254n],
    ['usable drops both ends of a /30', '10.0.0.0/30', 2n],
    ['usable keeps both addresses of a /31', '10.0.0.0/31', 2n],
    ['usable keeps the address of a /32', '10.0.0.0/32', 1n],
    ['usable does not touch a range', '10.0.0.0-255', 256n],
  ])('%s', (_sentence, spec, size) => {
    expect(parse(spec, { cidrHosts: 'usable' }).size).toBe(size);
  });
});

describe('large patterns', () => {
  it('are counted without being expanded', () => {
    expect(parse('*.*.*.1').size).toBe(16_777_216n);
    expect(parse('0.0.0.0/0').size).toBe(4_294_967_296n);
  });

  it('take part in exclusions, look-ups and folding', () => {
    const set = parse('*.*.*.1,10.0.0.5,!10.1.*.*');
    expect(set.size).toBe(16_777_216n + 1n - 256n);
    expect(set.contains('10.1.7.1')).toBe(false);
    expect(set.contains('10.0.0.5')).toBe(true);
    expect(set.at(1n)).toBe('0.0.1.1');
    expect(parse(set.fold()).equals(set)).toBe(true);
  });

  it('equal the same addresses written as ranges', () => {
    const pattern = parse('10-11.*.*.1-254', { limits: { ranges: 10 } });
    expect(pattern.equals(parse('10-11.*.*.1-254'))).toBe(true);
    expect([...pattern.ranges()].length).toBe(2 * 65_536);
  });
});
