import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { PublicHostKey } from '@rollcall/demo-fleet';

/** One known_hosts line for every address of a fleet on `port`. */
export function fleetKnownHosts(port: number, hostKey: PublicHostKey): string {
  return `[127.*]:${port} ${hostKey.keyType} ${hostKey.key}\n`;
}

/** `count` addresses `127.<scenario>.x.y`, in order, and the host range that names them. */
export function addresses(scenario: number, count: number): { hosts: string[]; range: string } {
  const hosts = Array.from(
    { length: count },
    (_, index) => `127.${scenario}.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  );
  const full = Math.floor(count / 250);
  const parts = full > 0 ? [`127.${scenario}.${full === 1 ? '0' : `0-${full - 1}`}.1-250`] : [];
  if (count % 250 > 0) parts.push(`127.${scenario}.${full}.1-${count % 250}`);
  return { hosts, range: parts.join(' ') };
}

/** A fresh key pair in PEM that any host of the fleet accepts. */
export function writeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(file, privateKey, { mode: 0o600 });
}
