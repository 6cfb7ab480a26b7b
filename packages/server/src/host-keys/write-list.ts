import type { StoredKey } from './ports.ts';
import { knownHostName } from './known-hosts-line.ts';

/** One line of text in a comment, whatever a person has typed. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * The ledger as known_hosts text that OpenSSH reads: trusted keys by host, revoked ones for every host. What follows the key is
 * a comment: who decided, when, and the note.
 */
export function* listLines(trusted: readonly StoredKey[], revoked: readonly StoredKey[]): Generator<string> {
  for (const key of trusted)
    yield `${knownHostName(key.host, key.port)} ${key.type} ${key.key} ${commentOf(key)}\n`;
  const written = new Set<string>();
  for (const key of revoked) {
    if (written.has(key.fingerprint)) continue;
    written.add(key.fingerprint);
    yield `@revoked * ${key.type} ${key.key} ${commentOf(key)}\n`;
  }
}

function commentOf({ decidedBy, decidedAtMs, note }: StoredKey): string {
  const day = new Date(decidedAtMs).toISOString().slice(0, 10);
  return oneLine(`${decidedBy} ${day} ${note}`);
}
