import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, test } from 'vitest';
import {
  deriveSeed,
  ecdsaHostKey,
  ed25519HostKey,
  publicPart,
  rsaHostKey,
  type HostKey,
} from './host-key.ts';

const SECRET = Buffer.alloc(32, 1);

describe.each<[string, () => HostKey]>([
  ['ssh-ed25519', () => ed25519HostKey(deriveSeed(SECRET, 'a'))],
  ['ecdsa-sha2-nistp256', ecdsaHostKey],
  ['ssh-rsa', rsaHostKey],
])('a host key of type %s', (keyType, make) => {
  const key = make();

  test('is read by ssh2 and signs for its public half', () => {
    const parsed = ssh2.utils.parseKey(key.privateKey);
    if (parsed instanceof Error) throw parsed;
    expect(key.keyType).toBe(keyType);
    expect(parsed.getPublicSSH().toString('base64')).toBe(key.key);
    const publicKey = ssh2.utils.parseKey(`${keyType} ${key.key}`);
    if (publicKey instanceof Error) throw publicKey;
    expect(publicKey.verify('message', parsed.sign('message'))).toBe(true);
    expect(publicKey.verify('another', parsed.sign('message'))).toBe(false);
  });

  test('has the fingerprint that OpenSSH prints', () => {
    const digest = createHash('sha256').update(Buffer.from(key.key, 'base64')).digest('base64');
    expect(`${key.fingerprint}=`).toBe(`SHA256:${digest}`);
  });

  test('shows its public half without the private one', () => {
    expect(JSON.stringify(publicPart(key))).not.toContain('PRIVATE');
  });
});

test('a seed decides the key, its label decides the seed', () => {
  const key = (label: string): string => ed25519HostKey(deriveSeed(SECRET, label)).key;
  expect(key('192.0.2.1')).toBe(key('192.0.2.1'));
  expect(key('192.0.2.1')).not.toBe(key('192.0.2.2'));
  expect(key('192.0.2.1')).not.toBe(ed25519HostKey(deriveSeed(Buffer.alloc(32, 2), '192.0.2.1')).key);
});
