import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../types.ts';
import { tryParse } from './parse.ts';

/** Code, spec, column, length, and (where one is certain) the corrected spec. */
type Row = readonly [code: ErrorCode, spec: string, column: number, length: number, suggestion?: string];

const NUMBERS: readonly Row[] = [
  ['octet-range', '10.0.0.300', 8, 3],
  ['octet-range', '10.0.0.1-300', 10, 3],
  ['octet-range', '10.0.0.1,5,256', 12, 3],
  ['octet-range', '256.0.0.1-10.0.0.5', 1, 3],
  ['octet-range', '10.0.0.1-10.0.0.256', 17, 3],
  ['octet-range', '10.0.0.1 - 256', 12, 3],
  ['octet-range', '10.0.0.[1-256]', 8, 7],
  ['octet-range', '10.0.0.99999999999999999999', 8, 20],
  ['leading-zero', '010.0.0.1', 1, 3],
  ['leading-zero', '10.0.0.08', 8, 2],
  ['leading-zero', '10.0.0.1-010', 10, 3],
  ['leading-zero', '10.0.0.[001-100]', 8, 9],
  ['reversed-range', '10.0.0.100-1', 8, 5, '10.0.0.1-100'],
  ['reversed-range', '10.0.0.9-10.0.0.1', 1, 17, '10.0.0.1-10.0.0.9'],
  ['reversed-range', '10.0.0.9 - 1', 1, 12, '10.0.0.1-9'],
  ['reversed-range', 'web[9-1]', 5, 3, 'web[1-9]'],
  ['reversed-range', 'web[e-a]', 5, 3, 'web[a-e]'],
  ['reversed-range', '2001:db8::9-1', 1, 13, '2001:db8::1-2001:db8::9'],
  ['bad-ipv4', '10.0.0', 1, 6],
  ['bad-ipv4', '10.0.0/24', 1, 9, '10.0.0.0/24'],
  ['bad-ipv4', '10.0.*', 1, 6, '10.0.*.*'],
  ['bad-ipv4', '10.0.0.1.5', 1, 10],
  ['bad-ipv4', '10.0.0.1.', 9, 1, '10.0.0.1'],
  ['bad-ipv4', '10.0.0.', 8, 0],
  ['bad-ipv4', 'foo.123', 1, 7],
  ['bad-ipv4', 'foo.0x1f', 1, 8],
  ['bad-ipv4', '0x0a.0.0.1', 1, 10],
  ['bad-ipv4', 'foo.[1-3]', 1, 9],
  ['bad-ipv4', '10.0.0.1[0-5]', 1, 13],
  ['bad-ipv4', '10.0.0.[a-c]', 1, 12],
  ['bad-ipv4', '10.0.0.1x', 1, 9],
  ['bad-ipv4', '10.0.0.l0', 1, 9],
  ['bad-ipv4', '10.0.0.1-web', 10, 3],
  ['bad-ipv4', '10-0-0-1', 1, 8],
  ['bad-ipv4', '10.0.0.[1-3]x', 1, 13],
  ['bare-number', '5', 1, 1],
  ['bare-number', '10.0.0.1; 5', 11, 1, '10.0.0.1,5'],
  ['bare-number', '10.0.0.1,5 7-9', 12, 3, '10.0.0.1,5,7-9'],
  ['bare-number', '10.0.0.0/24,5', 13, 1],
  ['bare-number', '167772161', 1, 9],
  ['bare-number', '1-100', 1, 5],
];

const RANGES: readonly Row[] = [
  ['double-range', '10.0.0.1-10.0.0.5-10.0.0.9', 18, 1],
  ['double-range', '10.0.0.1-3-5', 11, 1],
  ['double-range', 'web[1-2-3]', 8, 1],
  ['double-range', '2001:db8::1-2001:db8::5-2001:db8::9', 24, 1],
  ['open-range', '10.0.0.250-', 11, 1, '10.0.0.250-255'],
  ['open-range', '10.0.0.-5', 8, 1, '10.0.0.0-5'],
  ['open-range', '10.0.0.-', 8, 1, '10.0.0.0-255'],
  ['open-range', '10.0.0.1,250-,10.0.1.1', 13, 1, '10.0.0.1,250-255,10.0.1.1'],
  ['open-range', 'web[1-]', 6, 1],
  ['open-range', '2001:db8::1-', 12, 1],
  ['short-range-end', '10.0.0.1-1.20', 10, 4],
  ['short-range-end', '10.0.0.0-.255', 10, 4],
  ['spaced-dash', '10.0.0.1 -5', 10, 1],
  ['partial-wildcard', '10.0.0.1*', 9, 1],
  ['partial-wildcard', '10.0.0.?', 8, 1],
  ['partial-wildcard', '10.0.0.1,*', 10, 1],
  ['word-range', '10.0.0.1 to 10.0.0.5', 10, 11, '10.0.0.1-10.0.0.5'],
  ['word-range', 'a, 10.0.0.1至10.0.0.5', 12, 1, 'a, 10.0.0.1-10.0.0.5'],
  ['word-range', '10.0.0.1 到 10.0.0.5', 10, 10, '10.0.0.1-10.0.0.5'],
  ['mixed-family', '10.0.0.1-2001:db8::5', 10, 11],
  ['mixed-family', '2001:db8::5-10.0.0.1', 13, 8],
];

const PREFIXES: readonly Row[] = [
  ['prefix-range', '10.0.0.0/33', 10, 2],
  ['prefix-range', '2001:db8::/129', 12, 3],
  ['bad-prefix', '10.0.0.0/abc', 10, 3],
  ['bad-prefix', '10.0.0.0/', 10, 0],
  ['bad-prefix', '10.0.0.0/08', 10, 2],
  ['bad-prefix', '2001:db8::/x', 12, 1],
  ['bad-netmask', '10.0.0.0/255.0.255.0', 10, 11],
  ['wildcard-mask', '10.0.0.0/0.0.0.255', 10, 9, '10.0.0.0/24'],
  ['wildcard-mask', '10.0.0.0/0.0.0.0', 10, 7],
  ['mask-after-space', '10.0.0.0 255.255.255.0', 10, 13, '10.0.0.0/24'],
  ['mask-after-space', 'a\n!10.0.0.0 255.255.0.0,b', 11, 11, 'a\n!10.0.0.0/16,b'],
  ['mask-after-colon', '10.0.0.0:255.255.255.0', 10, 13],
  ['prefix-on-pattern', '10.0.0.1-3/30', 11, 3],
  ['prefix-on-pattern', '10.0.0.0-100/10', 13, 3],
  ['prefix-on-pattern', '10.0.0.1-10.0.0.9/24', 18, 3],
  ['prefix-on-pattern', 'web1/24', 5, 3],
  ['prefix-on-pattern', '2001:db8::1-2001:db8::5/64', 24, 3],
];

const IPV6: readonly Row[] = [
  ['bad-ipv6', '1::2::3', 1, 7],
  ['bad-ipv6', '2001:db8::g', 11, 1],
  ['bad-ipv6', '2001:db8::12345', 11, 5],
  ['bad-ipv6', '2001:db8::[1:3]', 11, 5],
  ['bad-ipv6', '1:2:3', 1, 5],
  ['bad-ipv6', '[1::2::3]:22', 2, 7],
  ['bad-ipv6', 'fe80::1%', 8, 1],
  ['bad-prefix', 'fe80::1%a/b', 11, 1],
  ['octet-range', '10.0.0.300:22', 8, 3],
  ['zone-mismatch', 'fe80::1%a-fe80::5%b', 19, 1],
];

const BRACKETS: readonly Row[] = [
  ['unclosed-bracket', 'web[1-3', 4, 1],
  ['unclosed-bracket', 'a,web[1-3 db', 6, 1],
  ['unmatched-bracket', 'web1]', 5, 1],
  ['unmatched-bracket', 'web1}', 5, 1],
  ['nested-bracket', 'web[[1]]', 5, 1],
  ['nested-bracket', 'web[1-3[5]]', 8, 1],
  ['empty-bracket', 'web[]', 4, 2],
  ['empty-range', 'web[1,]', 7, 0],
  ['empty-range', 'web[1,,3]', 7, 0],
  ['bad-bracket-item', 'web[1-a]', 5, 3],
  ['bad-bracket-item', 'web[x]', 5, 1],
  ['bad-bracket-item', 'web[1..5]', 5, 4, 'web[1-5]'],
  ['bad-bracket-item', 'web{a,b}', 5, 1],
  ['bad-bracket-item', 'web[a-C]', 5, 3],
  ['bad-bracket-item', 'web[1-3,a-c]', 9, 3],
  ['bad-bracket-item', 'web[1:2:3:4]', 5, 7],
  ['bad-bracket-item', 'web[1-1234567890123456]', 5, 18],
  ['bad-step', 'web[1-3/0]', 9, 1],
  ['bad-step', 'web[1-3/x]', 9, 1],
  ['bad-step', 'web[1:3:]', 9, 0],
  ['padding-mismatch', 'web[01-100]', 5, 6],
  ['padding-mismatch', 'web[01-3]', 5, 4],
  ['padding-mismatch', 'web[1-010]', 5, 5],
];

const NAMES: readonly Row[] = [
  ['bad-label', 'web-.x', 4, 1],
  ['bad-label', 'a.-b', 3, 1],
  ['empty-label', 'web..x', 5, 1],
  ['empty-label', '.web', 1, 1],
  ['empty-label', 'web.', 4, 1, 'web'],
  ['label-too-long', 'x.'.concat('a'.repeat(64)), 3, 64],
  ['name-too-long', 'abcdefg.'.repeat(32).slice(0, 254), 1, 254],
  ['bad-character', 'we=b', 3, 1],
  ['bad-character', "we'b", 3, 1],
  ['needs-inventory', 'web*', 4, 1],
  ['needs-inventory', 'web?', 4, 1],
  ['needs-inventory', '~web.*', 1, 1],
  ['needs-inventory', '/web/', 1, 1],
  ['url-or-path', 'http://web1/', 5, 8, 'web1'],
  ['url-or-path', 'ssh://root@web1:22/x', 4, 17, 'root@web1:22'],
  ['url-or-path', 'web1/etc', 5, 4, 'web1'],
  ['non-ascii', 'bücher.example', 2, 1],
  ['non-ascii', 'web\u{1F600}', 4, 2],
  ['dash-exclusion', '-web1', 1, 1],
  ['dash-exclusion', 'a -b', 3, 1],
  ['unexpected', 'a - b', 3, 1],
];

const TARGETS: readonly Row[] = [
  ['bad-port', '10.0.0.1:65536', 10, 5],
  ['bad-port', 'web1:0', 6, 1],
  ['bad-port', 'web1:022', 6, 3],
  ['bad-port', 'web1:ssh', 6, 3],
  ['bad-port', 'web1:', 6, 0],
  ['bad-port', 'web1:22:23', 5, 6],
  ['bad-port', '10.0.0.1:22:23', 9, 6],
  ['bad-user', '-x@web1', 1, 2],
  ['bad-user', 'a/b@web1', 1, 3],
  ['missing-operand', 'root@', 5, 1],
  ['user-in-exclusion', 'a,!root@a', 4, 5, 'a,!a'],
  ['only-exclusions', '!web2', 1, 5],
  ['only-exclusions', '!(web2,web3)', 3, 4],
  ['user-conflict', 'root@a,b,ops@a', 10, 5],
  ['user-conflict', 'web[1-9],root@web5', 10, 9],
  ['user-conflict', 'root@10.0.0.0/24:22,10.0.0.7:22', 21, 11],
  ['missing-operand', 'a,!', 3, 1],
  ['missing-operand', 'a,! ,b', 3, 1],
];

const ALL = [...NUMBERS, ...RANGES, ...PREFIXES, ...IPV6, ...BRACKETS, ...NAMES, ...TARGETS];

describe('the error catalogue', () => {
  it.each(ALL.map((row) => ({ name: row.slice(0, 4).join(' '), row })))('$name', ({ row }) => {
    const [code, spec, column, length, suggestion] = row;
    const result = tryParse(spec);
    const [issue] = result.ok ? [] : result.errors;
    const line = spec.lastIndexOf('\n') + 1;
    expect(issue).toMatchObject({ code, column, length, index: line + column - 1 });
    expect(issue?.suggestion).toBe(suggestion);
    expect(result.ok ? 0 : result.errors.length).toBe(1);
  });

  it.each(ALL.flatMap(([, , , , suggestion]) => suggestion ?? []))(
    'the correction %s is read',
    (suggestion) => {
      expect(tryParse(suggestion).ok).toBe(true);
    },
  );

  it('reports every bad item at once, in the order of the text', () => {
    const result = tryParse('10.0.0.300, web[1-3, ok\n10.0.0.9-1; !x.5');
    expect(result.ok ? [] : result.errors.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['octet-range', 1, 8],
      ['unclosed-bracket', 1, 16],
      ['reversed-range', 2, 8],
      ['bad-ipv4', 2, 14],
    ]);
  });

  it('counts lines of every kind of newline', () => {
    const result = tryParse('a\r\nb\rc\nd\u2028 10.0.0.300');
    expect(result).toMatchObject({ errors: [{ line: 5, column: 9 }] });
  });

  it('offers corrections for the first mistakes only, when there are very many', () => {
    const result = tryParse(Array.from({ length: 50 }, () => '10.0.0.9-1').join('\n'));
    const offered = result.ok ? [] : result.errors.filter(({ suggestion }) => suggestion !== undefined);
    expect(offered.length).toBe(20);
  });
});
