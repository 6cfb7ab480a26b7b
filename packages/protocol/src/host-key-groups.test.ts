import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupHostKeys, keyTypeWords } from './host-key-groups.ts';
import type { OfferedKey } from './schemas/host-keys.ts';

function offered(host: string, print: string, more: Partial<OfferedKey> = {}): OfferedKey {
  return {
    host,
    port: 22,
    fingerprint: `SHA256:${print}`,
    type: 'ssh-ed25519',
    bits: null,
    firstSeenAtMs: 1,
    lastSeenAtMs: 1,
    run: 'r',
    refused: null,
    knownFor: null,
    secondSource: null,
    expected: [],
    blocked: null,
    ...more,
  };
}
const look = (keys: OfferedKey[]) =>
  groupHostKeys(keys).map(({ kind, keys: members }) => [kind, members.map(({ host }) => host).join(' ')]);

describe('waiting keys in groups', () => {
  test('what is odd stands apart, the plain ones first', () => {
    const keys = [
      offered('short', '9', { refused: 'short-rsa' }),
      offered('copy1', 's'),
      offered('a', '1'),
      offered('copy2', 's'),
      offered('twin', '3', { knownFor: 'web-88' }),
      offered('b', '2'),
      offered('other', '4', { secondSource: { list: 'x', agrees: false } }),
      offered('kept', '5', { blocked: { atMs: 1, by: 'owner' } }),
      offered('c', '6', { secondSource: { list: 'x', agrees: true } }),
    ];
    expect(look(keys)).toEqual([
      ['own', 'a b c'],
      ['shared', 'copy1 copy2'],
      ['known-elsewhere', 'twin'],
      ['contradicted', 'other'],
      ['refused', 'short'],
      ['blocked', 'kept'],
    ]);
  });

  test('each shared key is a group of its own, the larger first', () => {
    const keys = ['x', 'y', 'y', 'x', 'y'].map((print, at) => offered(`h${at}`, print));
    expect(look(keys)).toEqual([
      ['shared', 'h1 h2 h4'],
      ['shared', 'h0 h3'],
    ]);
  });

  test('a group of several types names none', () => {
    const [group] = groupHostKeys([offered('a', '1'), offered('b', '2', { type: 'ssh-rsa' })]);
    expect(group!.type).toBeNull();
  });

  test('every key is in exactly one group', () => {
    const key = fc.record({
      print: fc.constantFrom('a', 'b', 'c', 'd'),
      knownFor: fc.option(fc.constant('web')),
      blocked: fc.option(fc.constant({ atMs: 1, by: 'x' })),
      refused: fc.option(fc.constant('short-rsa' as const)),
    });
    fc.assert(
      fc.property(fc.array(key), (given) => {
        const keys = given.map(({ print, ...more }, at) => offered(`h${at}`, print, more));
        const grouped = groupHostKeys(keys);
        expect(grouped.flatMap((group) => group.keys.map(({ host }) => host)).sort()).toEqual(
          keys.map(({ host }) => host).sort(),
        );
        expect(new Set(grouped.map(({ id }) => id)).size).toBe(grouped.length);
      }),
    );
  });
});

test.each([
  ['ssh-ed25519', null, 'ed25519'],
  ['ssh-rsa', 3072, 'RSA 3072'],
  ['ssh-rsa', null, 'RSA'],
  ['ecdsa-sha2-nistp256', null, 'ECDSA nistp256'],
  ['ssh-future', null, 'ssh-future'],
])('%s %s is said as %s', (type, bits, words) => expect(keyTypeWords(type, bits)).toBe(words));
