import { describe, expect, it } from 'vitest';
import type { WarningCode } from '../types.ts';
import { tryParse } from './parse.ts';

/** Code, column and length of each warning. */
function warnings(spec: string): [WarningCode, number, number][] {
  return tryParse(spec).warnings.map(({ code, column, length }) => [code as WarningCode, column, length]);
}

describe('warnings', () => {
  it.each<[string, string, [WarningCode, number, number][]]>([
    ['host bits of a block', '10.0.0.77/31', [['host-bits', 1, 12]]],
    ['host bits of an IPv6 block', '2001:db8::5/64', [['host-bits', 1, 14]]],
    ['the ends of a network', 'a,10.0.0.0/24', [['network-broadcast-included', 3, 11]]],
    ['an item that is listed already', 'a,b,a', [['duplicate', 5, 1]]],
    ['an item of which a part is listed already', '10.0.0.1-5;10.0.0.5-9', [['duplicate', 12, 10]]],
    ['an exclusion that removes nothing', 'web1,!web2', [['excluded-nothing', 6, 5]]],
    ['an exclusion at the wrong port', 'web1,!web1:22', [['excluded-nothing', 6, 8]]],
    ['a name that looks like a range', 'web01-web20', [['looks-like-a-range', 1, 11]]],
    ['a full name that looks like a range', 'web01.x-web20.x', [['looks-like-a-range', 1, 15]]],
    ['a line of a hosts file', 'a\n 10.0.0.1  web1', [['address-then-name', 12, 4]]],
    ['an address where clouds give out credentials', '169.254.169.254', [['sensitive-address', 1, 15]]],
    ['that address inside a pattern', '169.254.*.1-254', [['sensitive-address', 1, 15]]],
    ['that address inside IPv6', '::ffff:169.254.169.254', [['sensitive-address', 1, 22]]],
    ['a multicast address', '224.0.0.1', [['sensitive-address', 1, 9]]],
  ])('point at %s', (_sentence, spec, expected) => {
    expect(warnings(spec)).toEqual(expected);
    expect(tryParse(spec).ok).toBe(true);
  });

  it.each([
    ['two names with dashes', 'blah123-online.com,db1-2,web-01'],
    ['an exclusion with effect at any port', 'web1:22,!web1'],
    ['an exclusion with effect in any zone', 'fe80::1%a,!fe80::1'],
    ['a small block without ends', '10.0.0.0/31'],
    ['private and loopback addresses', '10.0.0.1,127.0.0.1,192.168.1.1'],
    ['hosts on both sides of an operator', 'web[1-9]&web[5-12]'],
    ['an address and a name with a comma', '10.0.0.1, web1'],
    ['an address and a name on two lines', '10.0.0.1\nweb1'],
    ['one host at two ports', 'gw:22,gw:23'],
  ])('say nothing about %s', (_sentence, spec) => {
    expect(warnings(spec).filter(([code]) => code !== 'sensitive-address')).toEqual([]);
  });

  it('name the range that was probably meant', () => {
    expect(tryParse('a,web01-web20').warnings).toMatchObject([
      { hint: 'For a range write web[01-20].', suggestion: 'a,web[01-20]' },
    ]);
  });

  it('count what is repeated', () => {
    expect(tryParse('10.0.0.1-5;10.0.0.4-9').warnings).toMatchObject([{ params: { count: '2', all: 0 } }]);
    expect(tryParse('a,a').warnings).toMatchObject([
      { params: { all: 1 }, message: 'All of this is already listed.' },
    ]);
  });

  it('name repeated hosts in long lists too', () => {
    const spec = Array.from({ length: 500 }, (_, i) => `web${i % 490}`).join(' ');
    expect(tryParse(spec).warnings.map(({ code }) => code)).toEqual(
      Array.from({ length: 10 }, () => 'duplicate'),
    );
  });

  it('of one kind are at most a hundred', () => {
    const spec = Array.from({ length: 300 }, (_, i) => `10.0.${i % 250}.1/24`).join(' ');
    expect(tryParse(spec).warnings.filter(({ code }) => code === 'host-bits').length).toBe(100);
  });

  it('come in the order of the text', () => {
    expect(warnings('web1-web2,!x,10.0.0.5/31,10.0.0.4').map(([code]) => code)).toEqual([
      'looks-like-a-range',
      'excluded-nothing',
      'host-bits',
      'duplicate',
    ]);
  });
});

describe('users', () => {
  it.each([
    ['one user for overlapping items', 'root@web[1-9],root@web5'],
    ['two users at two ports', 'root@gw:22,ops@gw:23'],
    ['a conflict that is excluded', 'web[1-9],root@web5,!web5'],
    ['a filter without a user', 'root@web[1-9]&web[1-3]'],
  ])('may be: %s', (_sentence, spec) => {
    expect(tryParse(spec).ok).toBe(true);
  });

  it('of groups count', () => {
    const groups = (): string => 'root@web[1-3]';
    expect(tryParse('@web,web2', { groups })).toMatchObject({
      errors: [{ code: 'user-conflict', column: 6 }],
    });
  });
});
