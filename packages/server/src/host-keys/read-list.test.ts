import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { testKey, testRsaKey, type TestKey } from '../testing/host-keys.ts';
import { readList } from './read-list.ts';

const A = testKey('a');
const line = (hosts: string, { type, key }: TestKey = A, behind = ''): string =>
  `${hosts} ${type} ${key}${behind}`;
function hashed(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}
const read = (text: string, trust = true) => readList('fleet', text, trust);
const places = ({ trust }: ReturnType<typeof read>) => trust.map(({ host, port }) => [host, port]);

describe('what a line of known_hosts becomes', () => {
  test.each([
    ['a name', line('web1'), [['web1', 22]]],
    ['a name with capitals', line('Web1'), [['web1', 22]]],
    ['a port', line('[web1]:2222'), [['web1', 2222]]],
    ['an IPv6 address', line('2001:db8::7'), [['2001:db8::7', 22]]],
    ['an IPv6 address with a port', line('[2001:db8::7]:2222'), [['2001:db8::7', 2222]]],
    [
      'several names',
      line('web1,10.0.0.7,web1'),
      [
        ['web1', 22],
        ['10.0.0.7', 22],
      ],
    ],
    ['a comment behind the key', line('web1', A, ' ops@desk'), [['web1', 22]]],
  ])('%s is trusted', (_sentence, text, expected) => {
    expect(places(read(text))).toEqual(expected);
    expect(read(text).remarks).toEqual([]);
  });

  test.each([
    ['@cert-authority', `@cert-authority ${line('*.lab')}`, 'cert-authority'],
    ['a marker nobody knows', `@trusted ${line('web1')}`, 'bad-line'],
    ['a line without a key', 'web1 ssh-ed25519', 'bad-line'],
    ['a key that is not what it says', `web1 ssh-rsa ${A.key}`, 'bad-line'],
    ['words', 'please trust web1', 'bad-line'],
    ['a type that nobody knows', line('web1', testKey('a', 'ssh-future')), 'unusable-type'],
    ['DSA', line('web1', testKey('a', 'ssh-dss')), 'unusable-type'],
    ['a short RSA key', line('web1', testRsaKey(1024)), 'short-rsa'],
    ['a hashed name', line(hashed('web1')), 'hashed-name'],
    ['a pattern', line('*.lab'), 'pattern'],
    ['a negation', line('web1,!web2'), 'pattern'],
    ['a port that is none', line('[web1]:70000'), 'bad-line'],
    ['a name with an escape in it', line('web\u001b[2J'), 'bad-line'],
    ['a name that no host has', line('x'.repeat(256)), 'bad-line'],
    ['a key as long as a book', line('web1', testRsaKey(200_000)), 'bad-line'],
  ])('%s is told by line number', (_sentence, text, code) => {
    const { trust, remarks, lines } = read(`# list\n\n${text}\n`);
    expect({ trust, lines }).toEqual({ trust: [], lines: 1 });
    expect(remarks).toMatchObject([{ line: 3, code }]);
  });

  test('@revoked counts for any way to name hosts', () => {
    const text = [line('web1'), line('*'), line('[web2]:22,web3'), line(hashed('web4'))]
      .map((one) => `@revoked ${one}`)
      .join('\n');
    expect(read(text).revoke.map(({ fingerprint }) => fingerprint)).toEqual(Array(4).fill(A.fingerprint));
    expect(read(text).revoke.map(({ host }) => host)).toEqual(['web1', '*', '*', '*']);
    expect(read(text).remarks).toEqual([]);
  });

  test('a name that can be none does not take the others with it', () => {
    const { trust, remarks } = read(line('web1,,web2'));
    expect(trust.map(({ host }) => host)).toEqual(['web1', 'web2']);
    expect(remarks).toMatchObject([{ line: 1, code: 'bad-line' }]);
  });

  test('only to compare with: nothing is trusted, everything is listed, revoked keys still are', () => {
    const text = `${line('web1,web2')}\n${line(hashed('web3'))}\n${line('*.lab')}\n@revoked ${line('x', testKey('b'))}`;
    const { trust, revoke, listed, remarks } = read(text, false);
    expect({ trust, remarks, revoked: revoke.length }).toEqual({ trust: [], remarks: [], revoked: 1 });
    expect(listed.map(({ name }) => name.replace(/^\|.*/, 'hash'))).toEqual([
      'web1',
      'web2',
      'hash',
      '*.lab',
    ]);
  });

  test('what is shown of a bad line is short and harmless', () => {
    const [remark] = read(`\u001b[31m${'x'.repeat(500)}`).remarks;
    expect(remark!.text.length).toBeLessThan(400);
    expect(remark!.text).not.toContain('\u001b');
  });
});
