import { parse } from '@rollcall/ip-range';
import { describe, expect, it } from 'vitest';
import { judgeTargets, refusedJumps, specialWords } from './target-policy.ts';

const kinds = (text: string, allow = false): { refused: string[]; warned: string[] } => {
  const { refused, warned } = judgeTargets(parse(text), allow);
  return { refused: refused.map(({ kind }) => kind), warned: warned.map(({ kind }) => kind) };
};

describe('a run is refused', () => {
  it.each([
    ['the metadata address of clouds', '10.0.0.1, 169.254.169.254', 'metadata'],
    ['the same inside an IPv6 address', '::ffff:169.254.169.254', 'metadata'],
    ['one of a block', '100.100.100.0/24', 'metadata'],
    ['no address', '0.0.0.0', 'unspecified'],
    ['a multicast group', 'ff02::1', 'multicast'],
    ['the broadcast address', '255.255.255.255', 'broadcast'],
    ['a reserved block', '240.0.0.1-9', 'reserved'],
    ['one with a port and a user', 'ops@224.0.0.1:22', 'multicast'],
  ])('for %s', (_, text, kind) => {
    expect(kinds(text).refused).toEqual([kind]);
    expect(kinds(text, true)).toEqual({ refused: [], warned: expect.arrayContaining([kind]) });
  });

  it('for jump hosts, of the run or of one target', () => {
    const jumps = (jump: string | undefined, own: string, allow = false) =>
      refusedJumps([{ host: 'a' }, { host: 'b', jump: own }], jump, allow).map(({ first }) => first);
    expect(jumps('ops@0.0.0.0:22,gw', 'gw')).toEqual(['0.0.0.0:22']);
    expect(jumps(undefined, 'gw,169.254.169.254:80')).toEqual(['169.254.169.254:80']);
    expect(jumps('10.0.0.1', '127.0.0.1')).toEqual([]);
    expect(jumps('0.0.0.0', '169.254.169.254', true)).toEqual([]);
  });

  it('for a block of all, without expanding it', () => {
    expect(kinds('0.0.0.0/0').refused).toEqual([
      'metadata',
      'unspecified',
      'multicast',
      'broadcast',
      'reserved',
    ]);
  });
});

describe('a run may start', () => {
  it.each([
    ['private', '10.0.0.0/8, 192.168.1.1, fd00::1'],
    ['public', '8.8.8.8'],
    ['documentation, as the demo', '192.0.2.1-100, 2001:db8::1'],
    ['a name, whatever it resolves to', 'web[1-3], localhost'],
    ['shared and benchmark', '100.64.0.1, 198.18.0.1'],
  ])('on hosts that are %s', (_, text) => {
    expect(kinds(text)).toEqual({ refused: [], warned: [] });
  });

  it('with a word about loopback and link-local', () => {
    expect(kinds('127.0.0.1, fe80::1%eth0')).toEqual({ refused: [], warned: ['loopback', 'link-local'] });
  });
});

it('special hosts are named by the first of each kind, in both languages', () => {
  const { refused } = judgeTargets(parse('169.254.169.254, 224.0.0.0-3'), false);
  expect(specialWords(refused, 'en')).toBe(
    '169.254.169.254 (cloud metadata), 224.0.0.0 and 3 more (multicast)',
  );
  expect(specialWords(refused, 'zh')).toBe('169.254.169.254（云元数据地址）、224.0.0.0 等 4 个（组播地址）');
});
