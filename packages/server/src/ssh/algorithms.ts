import type {
  CipherAlgorithm,
  CompressionAlgorithm,
  KexAlgorithm,
  MacAlgorithm,
  ServerHostKeyAlgorithm,
} from 'ssh2';

/** What is offered to one host, best first. */
export interface Offer {
  kex: KexAlgorithm[];
  serverHostKey: ServerHostKeyAlgorithm[];
  cipher: CipherAlgorithm[];
  hmac: MacAlgorithm[];
  compress: CompressionAlgorithm[];
}

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

/**
 * What a host that is marked as legacy is offered as well, after all of the above: what devices and systems of before 2015 have.
 * SHA-1 and CBC are weak, so no other host is offered them. No compression here either.
 */
const LEGACY = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  hostKeys: ['ssh-rsa'],
  ciphers: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
  macs: ['hmac-sha1'],
} as const;

const NOTHING = { kex: [], hostKeys: [], ciphers: [], macs: [] } as const;

/** Type of the key that a host-key algorithm shows: both RSA signatures stand over an `ssh-rsa` key. */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}

/**
 * The algorithms for a host whose stored keys have `knownTypes`. Those come first: a host with several keys would otherwise
 * show another one than the stored one and look as if its key had changed.
 */
export function algorithmsFor(knownTypes: ReadonlySet<string>, legacy: boolean): Offer {
  const { kex, hostKeys, ciphers, macs } = legacy ? LEGACY : NOTHING;
  const all: ServerHostKeyAlgorithm[] = [...HOST_KEYS, ...hostKeys];
  const isKnown = (algorithm: string) => knownTypes.has(keyTypeOf(algorithm));
  return {
    kex: [...KEY_EXCHANGE, ...kex],
    serverHostKey: [...all.filter(isKnown), ...all.filter((algorithm) => !isKnown(algorithm))],
    cipher: [...CIPHERS, ...ciphers],
    hmac: [...MACS, ...macs],
    compress: ['none'],
  };
}

/** True when a host that offers these lists, in the order of RFC 4253 section 7.1, and is not offered enough would be as legacy. */
export function legacyFits(lists: readonly (readonly string[])[]): boolean {
  const { kex, serverHostKey, cipher, hmac, compress } = algorithmsFor(new Set(), true);
  const ours: readonly (readonly string[])[] = [
    kex,
    serverHostKey,
    cipher,
    cipher,
    hmac,
    hmac,
    compress,
    compress,
  ];
  return (
    lists.length === ours.length && ours.every((list, at) => list.some((name) => lists[at]!.includes(name)))
  );
}
