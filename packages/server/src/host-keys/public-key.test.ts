import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testKey, testRsaKey } from '../testing/host-keys.ts';
import { fingerprint, keyType, refusalOf, rsaBits } from './public-key.ts';

const blob = (base64: string): Buffer => Buffer.from(base64, 'base64');

test.each([
  ['ed25519', 'ssh-ed25519', null],
  ['rsa', 'ssh-rsa', 3072],
])('reads what ssh-keygen writes: %s', (kind, type, bits) => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-key-'));
  const file = join(folder, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', '', '-f', file, ...(bits ? ['-b', String(bits)] : [])]);
  const key = blob(readFileSync(`${file}.pub`, 'utf8').split(' ')[1]!);
  const [, print] = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ');
  rmSync(folder, { recursive: true });
  expect([keyType(key), rsaBits(key), fingerprint(key)]).toEqual([type, bits, print]);
});

describe('a key that no one would make', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a length beyond the end', Buffer.from([0, 0, 1, 0, 65])],
    ['a type with a control character', blob(testKey('a', 'ssh\u001b[31m').key)],
    ['a type as long as a page', blob(testKey('a', 'x'.repeat(65)).key)],
  ])('%s has no type', (_sentence, key) => expect(keyType(key)).toBe(''));

  test('RSA without its numbers has no bits, and is refused', () => {
    const key = blob(testRsaKey(2048).key);
    expect(rsaBits(key.subarray(0, 11))).toBe(0);
    expect(refusalOf(key.subarray(0, 20))).toBe('short-rsa');
  });
});

test.each([
  [testRsaKey(1024), 'short-rsa'],
  [testRsaKey(2040), 'short-rsa'],
  [testRsaKey(2048), null],
  [testKey('a'), null],
  [testKey('a', 'ssh-future'), null],
])('policy on %o', ({ key }, refusal) => expect(refusalOf(blob(key))).toBe(refusal));
