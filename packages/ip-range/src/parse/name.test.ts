import { describe, expect, it } from 'vitest';
import { parse, tryParse } from './parse.ts';

describe('host names', () => {
  it.each([
    ['a bare name is itself', 'web1.example.com', ['web1.example.com']],
    ['a hyphen in a name is not a range', 'blah123-online.com', ['blah123-online.com']],
    ['a name may look like an address at its start', 'node-10-0-0-1.x.y', ['node-10-0-0-1.x.y']],
    ['a name may have underscores', 'my_host', ['my_host']],
    ['capital letters are the same name', 'WEB1,web1,Web1', ['web1']],
    ['a bracket is a range', 'web[1-3]', ['web1', 'web2', 'web3']],
    ['a range without padding counts up', 'web[8-11]', ['web8', 'web9', 'web10', 'web11']],
    ['a padded range keeps its width', 'web[08-11]', ['web08', 'web09', 'web10', 'web11']],
    ['n1 and n01 differ', 'n1,n01', ['n1', 'n01']],
    ['zero alone is not padding', 'n[0-10/5]', ['n0', 'n5', 'n10']],
    ['a bracket may hold a list', 'web[1,3-4,9]', ['web1', 'web3', 'web4', 'web9']],
    ['overlaps in a bracket count once', 'web[1-3,2-4]', ['web1', 'web2', 'web3', 'web4']],
    ['a step skips', 'web[1-9/4]', ['web1', 'web5', 'web9']],
    ['a step over the end gives the start', 'web[1-3/5]', ['web1']],
    ['a step keeps padding', 'web[00-20/10]', ['web00', 'web10', 'web20']],
    ['a range of Ansible is read', 'web[01:03]', ['web01', 'web02', 'web03']],
    ['a step of Ansible is read', 'web[1:5:2]', ['web1', 'web3', 'web5']],
    ['letters are a range, the end included', 'db[a-c]', ['dba', 'dbb', 'dbc']],
    ['letters may have a step', 'db[a:e:2]', ['dba', 'dbc', 'dbe']],
    ['capital letters fold', 'db[A-B]', ['dba', 'dbb']],
    ['braces of a shell are read', 'web{01..03}', ['web01', 'web02', 'web03']],
    ['two brackets are a product, the left one slowest', 'r[1-2]n[1-2]', ['r1n1', 'r1n2', 'r2n1', 'r2n2']],
    ['brackets may touch', 'web[1-2][4-5]', ['web14', 'web15', 'web24', 'web25']],
    ['digits before a bracket belong to the number', 'node1[0-2]', ['node10', 'node11', 'node12']],
    ['digits after a bracket belong to the number', 'node[1-2]0', ['node10', 'node20']],
    ['names that arise twice count once', 'x[1,11][1,11]', ['x11', 'x111', 'x1111']],
    ['blanks beside the commas of a bracket are allowed', 'web[1, 3 ,5]', ['web1', 'web3', 'web5']],
    ['a bracket may come first', '[1-2]web', ['1web', '2web']],
    ['a colon range may come first', '[1:2]web', ['1web', '2web']],
    ['a long serial number is a name', 's12345678901234567890', ['s12345678901234567890']],
    [
      'a long serial number may end in a bracket',
      's1234567890123456[07-08]',
      ['s123456789012345607', 's123456789012345608'],
    ],
    ['an international name is written in its xn-- form', 'xn--bcher-kva.example', ['xn--bcher-kva.example']],
  ])('%s', (_sentence, spec, expected) => {
    expect([...parse(spec)]).toEqual(expected);
    expect(parse(spec).size).toBe(BigInt(expected.length));
  });

  it.each([
    ['blanks in the bracket before the number', '[ 0]'],
    ['blanks in the bracket after the number', '[0 ]'],
    ['blanks round the commas of a bracket', '[1, 2]'],
    ['a full-width blank in the bracket', '[\u30000]'],
    ['blanks in braces', '{ 1..2}'],
    ['two brackets', '[1][ 2]'],
    ['a bracket and digits', '[ 1]0'],
    ['a bracket at its last label', 'foo.[ 1]'],
    ['a bracket and a range', '[1]-5'],
    ['a range that ends in a bracket', '0-[1]'],
    ['a hexadecimal number whose zero stands in a bracket', 'foo.[0]x1'],
    ['a hexadecimal number with digits in a bracket', '0x[1-3]'],
    ['a zero among the numbers before the x', '[0-9]x'],
    ['an address with letters after it, its third number in a bracket', '10.0.[0].1x'],
    ['an address and a dash, a number in a bracket', '10.0.[ 0].1-web'],
    ['an address whose last number is a letter', '10.0.0.a'],
    ['an address whose last number is a letter in a bracket', '10.0.0.[a-c]0x{1..3}'],
    ['too many numbers, one in a bracket with blanks', '[1]10.0.0.[0 , 1].2'],
  ])('that could be printed as an address or a number are refused: %s', (_sentence, spec) => {
    expect(tryParse(spec)).toMatchObject({ ok: false });
  });

  it.each([
    ['a list in the last bracket before a label of letters', '10.0.0.[1,3,5].web', 3],
    ['braces before a label of letters', '10.0.0.{1..3}10.0.0.1_x', 3],
    ['a bracket of letters before other letters', '10.0.0.[a-c]b', 3],
  ])('are read where only a label after the numbers makes them names: %s', (_sentence, spec, count) => {
    const set = parse(spec);
    expect(set.size).toBe(BigInt(count));
    expect(parse(set.fold()).equals(set)).toBe(true);
  });

  it('counts a product of a billion names without expanding it', () => {
    const set = parse('a[0-999]b[0-999]c[0-999]');
    expect(set.size).toBe(1_000_000_000n);
    expect(set.at(999_999_999n)).toBe('a999b999c999');
    expect(set.contains('a12b7c999')).toBe(true);
    expect(set.contains('a12b07c999')).toBe(false);
  });

  it('checks lengths on the longest name that the brackets make', () => {
    expect(tryParse(`${'a'.repeat(61)}[1-99]`).ok).toBe(true);
    expect(tryParse(`${'a'.repeat(61)}[1-999]`)).toMatchObject({
      errors: [{ code: 'label-too-long', params: { length: 64 } }],
    });
    const long = `${'abcdefg.'.repeat(31)}abcd`;
    expect(tryParse(`${long}x`).ok).toBe(true);
    expect(tryParse(`${long}xy`)).toMatchObject({
      errors: [{ code: 'name-too-long', params: { length: 254 } }],
    });
  });

  it.each([
    ['a step that makes too many numbers', 'n[0-999999/2]'],
    ['letters that make too many names', '[a-z][a-z][a-z][a-z]'],
    ['digits around a long range', 'n[1-9999999]5'],
    ['a run of digits that gets longer than 15', 'n[0-999999999999999][0-9]'],
    ['nine brackets', 'a[1-2]b[1-2]c[1-2]d[1-2]e[1-2]f[1-2]g[1-2]h[1-2]i[1-2]'],
  ])('refuses %s as too complex', (_sentence, spec) => {
    expect(tryParse(spec)).toMatchObject({
      ok: false,
      errors: [{ code: 'too-complex', index: expect.any(Number) }],
    });
  });
});
