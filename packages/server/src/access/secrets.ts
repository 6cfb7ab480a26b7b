import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretHash } from './ports.ts';

/** A new secret from the system's generator, as base64url without padding: 20 bytes give 27 characters. */
export function newSecret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** One round of SHA-256 is enough here: every secret of this folder is random with 160 bits or more, none is chosen by a person. */
export function hashSecret(secret: string): SecretHash {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares two hashes in a time that does not tell where they differ. */
export function sameHash(one: SecretHash, other: SecretHash): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === 32 && a.length === b.length && timingSafeEqual(a, b);
}
