/** Public keys and the facts of hosts that show them, for tests. Not part of the product. */
import { createHash } from 'node:crypto';
import type { RunFact } from '@rollcall/protocol';
import { fingerprint } from '../host-keys/public-key.ts';

const field = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** A public key as known_hosts has it. */
export interface TestKey {
  type: string;
  /** Base64 of the blob. */
  key: string;
  fingerprint: string;
}

const keyOf = (type: string, ...fields: Buffer[]): TestKey => {
  const blob = Buffer.concat([Buffer.from(type), ...fields].map(field));
  return { type, key: blob.toString('base64'), fingerprint: fingerprint(blob) };
};

/** The ed25519 key of `name`: the same name has the same key. */
export const testKey = (name: string | number, type = 'ssh-ed25519'): TestKey =>
  keyOf(type, createHash('sha256').update(String(name)).digest());

/** An RSA key with a modulus of `bits`. */
export function testRsaKey(bits: number): TestKey {
  const modulus = Buffer.alloc(bits / 8, 0xab);
  return keyOf('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.concat([Buffer.of(0), modulus]));
}

const about = (host: number) => ({ host, attempt: 1 });

/** The host showed a key that nobody has approved, or another than `expected`. */
export function refusedKey(
  host: number,
  { type, key, fingerprint }: TestKey,
  expected: string[] = [],
): RunFact {
  return {
    type: 'host-failed',
    ...about(host),
    durationMs: 1,
    stages: {},
    reason: expected.length === 0 ? 'verify/unknown-host-key' : 'verify/host-key-changed',
    hostKey: { type, fingerprint, expected, key },
  };
}

/** The host was logged in to with a trusted key. */
export function connectedWith(host: number, { type, fingerprint }: TestKey): RunFact {
  return {
    type: 'host-connected',
    ...about(host),
    address: '127.0.0.1',
    server: 'OpenSSH',
    hostKey: { type, fingerprint, trust: 'known' },
    login: 'ops, key x',
    stages: {},
  };
}
