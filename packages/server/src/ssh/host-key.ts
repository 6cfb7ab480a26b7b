import type { HostKeyPolicy, HostKeySeen } from '@rollcall/protocol';
import type { TrustedKey } from '../run/ports.ts';
import { fingerprint, keyType, refusalOf, rsaBits } from '../host-keys/public-key.ts';
import type { KnownHostKeys } from './known-hosts.ts';

/** What is known about a host before it has shown its key. */
export interface KeyKnowledge extends KnownHostKeys {
  policy: HostKeyPolicy;
}

/** Whether to go on, and with what in the log. */
export type KeyVerdict =
  | { type: 'trusted'; hostKey: HostKeySeen }
  /** Go on, and record the key once the host has proved that it holds it. */
  | { type: 'new'; hostKey: HostKeySeen; record: TrustedKey }
  | {
      type: 'refused';
      reason: 'verify/unknown-host-key' | 'verify/host-key-changed' | 'verify/host-key-revoked';
      detail: string;
      hostKey: { type: string; fingerprint: string; expected: string[]; key?: string };
    };

/** A larger key is shown by its fingerprint only; the largest in use, RSA of 16,384 bits, has 2 KiB. */
const MAX_KEPT_KEY_BYTES = 4_096;

/**
 * Decides about the key that a host shows. A host with any trusted key must show one of them: another one, also of another
 * type, is a changed key under every policy but `insecure`.
 */
export function judgeHostKey(shown: Buffer, known: KeyKnowledge): KeyVerdict {
  const type = keyType(shown);
  const print = fingerprint(shown);
  if (known.policy === 'insecure') {
    return { type: 'trusted', hostKey: { type, fingerprint: print, trust: 'unchecked' } };
  }
  const key = shown.toString('base64');
  const among = (keys: readonly TrustedKey[]) => keys.some((one) => one.key === key);
  const isRevoked = among(known.revoked);
  if (!isRevoked && among(known.trusted)) {
    return { type: 'trusted', hostKey: { type, fingerprint: print, trust: 'known' } };
  }
  const expected = known.trusted.map((one) => fingerprint(Buffer.from(one.key, 'base64')));
  // What was shown is kept, so that a person can approve exactly this key without a second contact.
  const kept = shown.byteLength <= MAX_KEPT_KEY_BYTES ? { key } : {};
  const seen = { type, fingerprint: print, expected, ...kept };
  if (isRevoked) {
    return { type: 'refused', reason: 'verify/host-key-revoked', detail: print, hostKey: seen };
  }
  if (expected.length > 0) {
    const detail = `${print} instead of ${expected.join(' or ')}`;
    return { type: 'refused', reason: 'verify/host-key-changed', detail, hostKey: seen };
  }
  const weak = refusalOf(shown) === null ? null : `RSA of ${rsaBits(shown)} bits is too short to be recorded`;
  if (known.policy === 'accept-new' && weak === null) {
    const hostKey = { type, fingerprint: print, trust: 'recorded' as const };
    return { type: 'new', hostKey, record: { type, key } };
  }
  const detail = [`${type} ${print}`, ...(weak === null ? [] : [weak]), ...known.unsupported].join('; ');
  return { type: 'refused', reason: 'verify/unknown-host-key', detail, hostKey: seen };
}

/** The host key of one connection. */
export interface HostKeyCheck {
  /** For ssh2, which asks before the host has proved the key, and again at each re-keying: the key must stay the same. */
  verify: (shown: Buffer) => boolean;
  /** The key that was trusted; only after `verify`. */
  seen(): HostKeySeen;
  /** Its blob; only after `verify`. */
  shown(): Buffer;
  /** A new key that is trusted from now on; to be kept once the host has proved that it holds it. */
  toRecord(): TrustedKey | undefined;
}

/** @param onRefused called before `verify` says no */
export function createHostKeyCheck(
  known: KeyKnowledge,
  onRefused: (verdict: Extract<KeyVerdict, { type: 'refused' }>) => void,
): HostKeyCheck {
  let first: { shown: Buffer; verdict: Exclude<KeyVerdict, { type: 'refused' }> } | undefined;
  return {
    verify(shown) {
      if (first !== undefined) return first.shown.equals(shown);
      const verdict = judgeHostKey(shown, known);
      if (verdict.type === 'refused') {
        onRefused(verdict);
        return false;
      }
      first = { shown: Buffer.from(shown), verdict };
      return true;
    },
    seen: () => first!.verdict.hostKey,
    shown: () => first!.shown,
    toRecord: () => (first?.verdict.type === 'new' ? first.verdict.record : undefined),
  };
}
