import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../parse/parse.ts';

describe('slice', () => {
  it.each([
    ['of addresses', '10.0.0.1-9,10.0.1.1-9'],
    ['of IPv6', '::1-9,fe80::1%a'],
    ['of names in two dimensions', 'r[1-3]n[08-12]'],
    ['of names that are no full product', 'r[1-3]n[1-4],!r2n3,a,b'],
    ['of everything together', '10.0.0.1-3,::1-2,a,web[1-3],x:22,10.0.0.7-9:22'],
    ['of large patterns', '10.0-1.0-3.1-2'],
  ])('%s is what an array would give', (_sentence, spec) => {
    const set = parse(spec, { limits: { ranges: 3 } });
    const all = [...set];
    const place = fc.integer({ min: -all.length - 2, max: all.length + 2 });
    fc.assert(
      fc.property(place, place, (from, to) => {
        const part = set.slice(from, to);
        expect([...part]).toEqual(all.slice(from, to));
        expect(part.size).toBe(BigInt(all.slice(from, to).length));
        expect(part.difference(set).isEmpty).toBe(true);
      }),
    );
    expect(Array.from(set.slice(2))).toEqual(all.slice(2));
  });

  it('of huge sets is made without expanding them', () => {
    expect(
      parse('::/0')
        .slice(2n ** 127n, 2n ** 127n + 3n)
        .fold(),
    ).toBe('8000::-2');
    expect(parse('a[0-999]b[0-999]c[0-999]').slice(-2).fold()).toBe('a999b999c[998-999]');
    expect(parse('*.*.*.1').slice(1_000_000, 1_000_002).fold()).toBe('15.66.64-65.1');
  });

  it('keeps the written order', () => {
    expect([...parse('web9,web[1-3]').slice(1).inOrder()].map(({ host }) => host)).toEqual([
      'web9',
      'web2',
      'web3',
    ]);
  });
});
