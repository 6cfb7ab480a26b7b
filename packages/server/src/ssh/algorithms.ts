import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/**
 * What we offer, best first: nothing with SHA-1, CBC or compression (a compressed packet of 16 KiB can unpack to 16 MiB),
 * no group exchange (it can hold a CPU for seconds), no chacha20-poly1305 (Terrapin when the host lacks strict key exchange).
 */
const KEY_EXCHANGE = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
] as const;
const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
const CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
] as const;
const MACS = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] as const;

/** Type of the key that a host-key algorithm shows: both RSA signatures stand over an `ssh-rsa` key. */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}

/**
 * The algorithms for a host whose stored keys have `knownTypes`. Those come first: a host with several keys would otherwise
 * show another one than the stored one and look as if its key had changed.
 */
export function algorithmsFor(knownTypes: ReadonlySet<string>): Algorithms {
  const known = HOST_KEYS.filter((algorithm) => knownTypes.has(keyTypeOf(algorithm)));
  const others = HOST_KEYS.filter((algorithm) => !knownTypes.has(keyTypeOf(algorithm)));
  return {
    kex: [...KEY_EXCHANGE],
    serverHostKey: [...known, ...others] as ServerHostKeyAlgorithm[],
    cipher: [...CIPHERS],
    hmac: [...MACS],
    compress: ['none'],
  };
}
