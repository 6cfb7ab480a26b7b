import { createHash } from 'node:crypto';

/** `SHA256:` and the base64 of the hash without padding, as OpenSSH prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** One field of a public key blob (RFC 4251 section 5) and where the next begins; undefined behind the end. */
function field(key: Buffer, at: number): { bytes: Buffer; next: number } | undefined {
  if (at + 4 > key.length) return undefined;
  const next = at + 4 + key.readUInt32BE(at);
  return next <= key.length ? { bytes: key.subarray(at + 4, next), next } : undefined;
}

/** The type that a public key blob names in its first field (RFC 4253 section 6.6); empty when it is no key. */
export function keyType(key: Buffer): string {
  const name = field(key, 0)?.bytes.toString('latin1') ?? '';
  return /^[\x21-\x7e]{1,64}$/.test(name) ? name : '';
}

/** Bits of the modulus of an RSA key; null for every other type, whose name says its size. */
export function rsaBits(key: Buffer): number | null {
  if (keyType(key) !== 'ssh-rsa') return null;
  const exponent = field(key, field(key, 0)!.next);
  const modulus = exponent && field(key, exponent.next)?.bytes;
  if (modulus === undefined) return 0;
  const first = modulus.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (modulus.length - first) * 8 - (Math.clz32(modulus[first]!) - 24);
}

/** RSA below this is refused: factoring 1,024 bits is within reach of states (NIST SP 800-131A). */
export const LEAST_RSA_BITS = 2_048;

/** Why a key may not become trusted; null when it may. */
export function refusalOf(key: Buffer): 'short-rsa' | null {
  const bits = rsaBits(key);
  return bits !== null && bits < LEAST_RSA_BITS ? 'short-rsa' : null;
}

/** Types of host keys that this program can verify: the others are listed nowhere in what it offers. */
export const USABLE_KEY_TYPES: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]);
