import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../parse/parse.ts';

describe('fold', () => {
  it.each([
    [
      'joins addresses of one /24 into an octet list',
      '10.0.0.9,10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.7',
      '10.0.0.1-3,7,9',
    ],
    ['writes a pair as a range', '10.0.0.1,10.0.0.2', '10.0.0.1-2'],
    ['writes a whole /24 as a star', '10.0.0.0-255', '10.0.0.*'],
    ['writes a block of several /24s in the shorter way', '10.0.0.0-10.0.3.255', '10.0.0-3.*'],
    ['writes a block as a block where nothing is shorter', '172.16.0.0-172.31.255.255', '172.16.0.0/12'],
    ['writes half a /24 as a block', '10.0.0.0-127', '10.0.0.0/25'],
    ['prefers the short form to a small block', '10.0.0.0-3', '10.0.0.0-3'],
    ['keeps a block inside a list as a range', '10.0.0.0-127,200', '10.0.0.0-127,200'],
    ['writes a range across /24s with both ends', '10.0.0.5-10.0.2.20', '10.0.0.5-10.0.2.20'],
    ['joins /24s with the same list', '10.0.0.1,5,10.0.1.1,5,10.0.3.1,5', '10.0.0-1,3.1,5'],
    ['joins /16s with the same pattern', '10.0.0-3.1,10.7.0-3.1', '10.0,7.0-3.1'],
    ['joins /8s with the same pattern', '10.0.0.1,12.0.0.1', '10,12.0.0.1'],
    [
      'keeps a list in the first octet apart from the list before it',
      '10.0.0.7;10,12.0.1.1',
      '10.0.0.7,[10,12].0.1.1',
    ],
    ['writes whole octets as stars', '10.0-255.0-255.1', '10.*.*.1'],
    ['writes separate whole /24s as one pattern', '10.0.0.0/24,10.0.2.0/24', '10.0.0,2.*'],
    ['writes ragged ranges in the shorter way', '9.255.255.255,10.0.0.0/8', '9.255.255.255,10.*.*.*'],
    ['writes everything as stars', '0.0.0.0-255.255.255.255', '*.*.*.*'],
    ['sorts addresses before names, ports last', 'b,a,gw:22,::1,10.0.0.1', '10.0.0.1,::1,a,b,gw:22'],
    ['keeps the port with its list', '10.0.0.1:22,10.0.0.2:22,10.0.0.7:22', '10.0.0.1-2,7:22'],
    ['joins names of one template', 'web3,web1,web2,web7', 'web[1-3,7]'],
    ['joins unpadded numbers across lengths', 'web8,web9,web10,web11', 'web[8-11]'],
    ['never mixes paddings', 'web8,web09,web10,web1', 'web[1,8,09-10]'],
    ['joins padded numbers up to their last', 'n01,n02,n99,n100,n101', 'n[01-02,99-101]'],
    ['folds two axes', 'r1n1,r1n2,r2n1,r2n2', 'r[1-2]n[1-2]'],
    ['folds what is not a full product into few parts', 'r1n1,r1n2,r2n1,r2n2,r3n1', 'r[1-2]n[1-2],r3n1'],
    ['groups equal rows that do not touch', 'r1n1,r3n1,r1n2,r3n2', 'r[1,3]n[1-2]'],
    ['keeps names without numbers', 'b,a', 'a,b'],
    ['goes from 9 to 10 past padded numbers', 'web[6-11],web[00-06]', 'web[6-11,00-06]'],
    ['joins letters', 'dbc,dba,dbb,dbx', 'db[a-c],dbx'],
    ['joins letters in two places', 'h[a-c].[x-z]', 'h[a-c].[x-z]'],
    ['joins letters beside numbers', 'd[a-c]x[1-3]:22', 'd[a-c]x[1-3]:22'],
    ['writes two letters apart where that is shorter', 'a:22,b:22', 'a:22,b:22'],
    ['lets patterns overlap', '10.0.*.1,10.0.5.2', '10.0.*.1,10.0.5.2'],
    ['finds a cross', '10.*.0.1,10.0.*.1', '10.0.*.1,10.*.0.1'],
    ['finds what overlaps in part', '10.0.0-9.1,10.0.5-20.2', '10.0.0-9.1,10.0.5-20.2'],
    ['lets patterns reach into ranges', '10.0.0.200-10.0.3.50,10.0.*.7', '10.0.*.7,10.0.0.200-10.0.3.50'],
    [
      'writes IPv6 as blocks where that is shorter',
      '2001:db8::/33,2001:db8:8000::/34',
      '2001:db8::/33,2001:db8:8000::/34',
    ],
  ])('%s', (_sentence, spec, folded) => {
    const set = parse(spec);
    expect(set.fold()).toBe(folded);
    expect(String(set)).toBe(folded);
    expect(parse(folded).equals(set)).toBe(true);
  });

  it('of many scattered ranges stays correct', () => {
    const spec = Array.from(
      { length: 3000 },
      (_, i) => `10.${i % 250}.${(i * 7) % 250}.200-10.${i % 250}.${((i * 7) % 250) + 1}.9`,
    );
    const set = parse(spec.join(','));
    expect(parse(set.fold()).equals(set)).toBe(true);
  });

  it.each([
    ['numbers of names', 'web[1-9/2]', 'web[1-9/2]', 'web[1,3,5,7,9]'],
    ['octets', '10.0.0.[0-20/5,99]', '10.0.0.[0-20/5,99]', '10.0.0.0,5,10,15,20,99'],
    ['padded numbers', 'web[01-10/3]', 'web[01-10/3]', 'web[01,04,07,10]'],
    ['no two numbers', 'web[1,5]', 'web[1,5]', 'web[1,5]'],
    ['numbers of different lengths', 'web[8-12/2]', 'web[8-12/2]', 'web[8,10,12]'],
    ['padded numbers only with their own', 'web[1,4,07]', 'web[1,4,07]', 'web[1,4,07]'],
  ])('writes steps only when asked: %s', (_sentence, spec, stepped, plain) => {
    const set = parse(spec);
    expect(set.fold({ autostep: 3 })).toBe(stepped);
    expect(set.fold()).toBe(plain);
    expect(parse(stepped).equals(set)).toBe(true);
  });

  it('of a billion names is immediate', () => {
    expect(parse('a[0-999]b[0-999]c[0-999],!a5b5c5').fold().length).toBeLessThan(200);
  });
});

describe('the fold is not longer than the items', () => {
  const number = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
  const span = (max: number): fc.Arbitrary<string> =>
    fc.tuple(number(max), number(max)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const list = (max: number): fc.Arbitrary<string> =>
    fc
      .array(fc.oneof(number(max).map(String), span(max)), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(','));
  const octets = fc.oneof(list(255), fc.constant('*'));
  const address = fc.tuple(number(6), number(255)).map(([third, last]) => `10.0.${third}.${last}`);
  const letters = fc.constantFrom('a', 'b', 'c', 'x', '[a-e]', '[b-d]', '[c-g]');
  const range = fc.tuple(number(1600), number(1600)).map(([a, b]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)].map((n) => `10.0.${n >> 8}.${n & 255}`);
    return `${low}-${high}`;
  });
  const block = fc
    .tuple(address, fc.integer({ min: 18, max: 32 }))
    .map(([start, bits]) => `${start}/${bits}`);
  const last = fc.tuple(number(6), octets).map(([third, fourth]) => `10.0.${third}.${fourth}`);
  const oneAxis = {
    'of the last octet, blocks and ranges': fc.oneof(last, last, block, range),
    'of the third octet': octets.map((third) => `10.0.${third}.1`),
    'of one number': fc
      .oneof(
        list(20),
        list(9).map((text) => text.replaceAll(/\d/g, '0$&')),
      )
      .map((text) => `web[${text}]`),
    'of one letter': letters.map((letter) => `db${letter}.example`),
    'of IPv6': fc.oneof(
      fc.tuple(number(63), number(63)).map(([a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((n) => n.toString(16));
        return `2001:db8::${low}-${high}`;
      }),
      fc.tuple(number(3), fc.integer({ min: 62, max: 65 })).map(([n, bits]) => `2001:db8:0:${n}::/${bits}`),
    ),
  };

  it.each(Object.entries(oneAxis))('for any items %s', (_which, item) => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 10 }), (items) => {
        const set = parse(items.join(' '));
        expect(set.fold().length).toBeLessThanOrEqual(items.join().length);
        expect(parse(set.fold()).equals(set)).toBe(true);
        expect(parse(set.fold()).fold()).toBe(set.fold());
      }),
      { numRuns: 300 },
    );
  });

  const pattern = fc.oneof(
    fc.tuple(list(6), list(9)).map(([third, last]) => `10.0.${third}.${last}`),
    fc.tuple(list(3), fc.oneof(list(3), fc.constant('*')), list(5)).map((parts) => `10.${parts.join('.')}`),
    fc.tuple(list(9), list(9)).map(([rack, node]) => `r[${rack}]n[${node}]`),
    fc.tuple(letters, letters).map(([one, other]) => `h${one}.${other}`),
  );

  it('for one pattern of several octets, numbers or letters', () => {
    fc.assert(
      fc.property(pattern, (item) => {
        expect(parse(item).fold().length).toBeLessThanOrEqual(item.length);
      }),
      { numRuns: 500 },
    );
  });

  it('for most lists of such patterns, and never by much', () => {
    const lists = fc.sample(fc.array(pattern, { minLength: 2, maxLength: 5 }), { numRuns: 1000, seed: 42 });
    const longer = lists.filter((items) => parse(items.join(' ')).fold().length > items.join().length);
    expect(longer.length).toBeLessThanOrEqual(10);
    for (const items of longer)
      expect(parse(items.join(' ')).fold().length).toBeLessThan(items.join().length + 20);
  });
});

describe('cidrs', () => {
  it('are the unique minimal cover', () => {
    expect([...parse('10.0.0.1-100').cidrs()]).toEqual([
      '10.0.0.1/32',
      '10.0.0.2/31',
      '10.0.0.4/30',
      '10.0.0.8/29',
      '10.0.0.16/28',
      '10.0.0.32/27',
      '10.0.0.64/27',
      '10.0.0.96/30',
      '10.0.0.100/32',
    ]);
  });

  it.each([
    ['everything', '0.0.0.0/0', ['0.0.0.0/0']],
    ['the upper half', '128.0.0.0-255.255.255.255', ['128.0.0.0/1']],
    ['all of IPv6', '::/0', ['::/0']],
    ['a piece of IPv6', '2001:db8::1-4', ['2001:db8::1/128', '2001:db8::2/127', '2001:db8::4/128']],
    [
      'several ports and zones, joined',
      '10.0.0.0:22,10.0.0.1:23,fe80::%a,fe80::1%b',
      ['10.0.0.0/31', 'fe80::/127'],
    ],
    ['names, which have none', 'web1', []],
    ['large patterns', '0-1.*.*.*', ['0.0.0.0/7']],
  ])('of %s', (_sentence, spec, cidrs) => {
    expect([...parse(spec).cidrs()]).toEqual(cidrs);
  });

  it('of large patterns come one by one', () => {
    const iterator = parse('*.*.*.1').cidrs()[Symbol.iterator]();
    expect([iterator.next().value, iterator.next().value]).toEqual(['0.0.0.1/32', '0.0.1.1/32']);
  });
});
