import { generateKeyPairSync } from 'node:crypto';

/** A private key in PEM by Node itself, for servers of tests: one in some hundreds that ssh2 makes is one that ssh2 cannot read. */
export function freshKey(): string {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}
