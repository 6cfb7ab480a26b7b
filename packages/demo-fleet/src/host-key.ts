import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';

/** A host key pair: what a host presents, and what an operator would write into `known_hosts`. */
export interface HostKey {
  /** As in `known_hosts`: `ssh-ed25519`, `ecdsa-sha2-nistp256` or `ssh-rsa`. */
  readonly keyType: string;
  /** base64 of the public key blob, as in `known_hosts`. */
  readonly key: string;
  /** `SHA256:…` without padding, as OpenSSH prints it. */
  readonly fingerprint: string;
  /** Private key as PEM text; never leaves the fleet's process. */
  readonly privateKey: string;
}

/** The public half, in the words of a `known_hosts` line. */
export type PublicHostKey = Omit<HostKey, 'privateKey'>;

/** Drops the private half. */
export function publicPart({ keyType, key, fingerprint }: HostKey): PublicHostKey {
  return { keyType, key, fingerprint };
}

/** A 32-byte seed for `label`, the same on each call with the same secret. */
export function deriveSeed(secret: Uint8Array, label: string): Buffer {
  return createHmac('sha256', secret).update(label).digest();
}

/** RFC 8410: a PKCS#8 wrapper for a raw ed25519 seed is this prefix and the 32 bytes. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The ed25519 host key of a 32-byte seed; about 0.1 ms, so a hundred hosts start in no time.
 * Written in OpenSSH's own format because ssh2 reads no PKCS#8.
 */
export function ed25519HostKey(seed: Uint8Array): HostKey {
  const pkcs8 = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(pkcs8).export({ format: 'der', type: 'spki' });
  const publicKey = spki.subarray(spki.length - 32);
  const blob = Buffer.concat([string('ssh-ed25519'), string(publicKey)]);
  const check = createHash('sha256').update(publicKey).digest().subarray(0, 4);
  const secret = Buffer.concat([
    check,
    check,
    blob,
    string(Buffer.concat([seed, publicKey])),
    string('rollcall-demo-fleet'),
  ]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    Buffer.from([0, 0, 0, 1]),
    string(blob),
    string(Buffer.concat([secret, padding(secret.length)])),
  ]);
  return describe('ssh-ed25519', blob, pem('OPENSSH PRIVATE KEY', body));
}

/** A new NIST P-256 host key. */
export function ecdsaHostKey(): HostKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return fromPem('ecdsa-sha2-nistp256', pair.privateKey.export({ format: 'pem', type: 'sec1' }));
}

/** A new RSA host key of 2048 bits; takes 50 to 500 ms, so make it only when a host needs it. */
export function rsaHostKey(): HostKey {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return fromPem('ssh-rsa', pair.privateKey.export({ format: 'pem', type: 'pkcs1' }));
}

function fromPem(keyType: string, privateKey: string | Buffer): HostKey {
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  return describe(keyType, parsed.getPublicSSH(), privateKey.toString());
}

function describe(keyType: string, blob: Buffer, privateKey: string): HostKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { keyType, key: blob.toString('base64'), fingerprint: `SHA256:${digest}`, privateKey };
}

/** An SSH string: 4 bytes of length, then the bytes (RFC 4251 section 5). */
function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** OpenSSH fills the private part to a multiple of 8 with 1, 2, 3, … */
function padding(length: number): Buffer {
  return Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1));
}

function pem(label: string, body: Buffer): string {
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
