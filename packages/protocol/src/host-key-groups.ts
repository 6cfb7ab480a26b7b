import type { OfferedKey } from './schemas/host-keys.ts';

/** What a group of waiting keys has in common. Only the first is nothing to wonder about. */
export type HostKeyGroupKind =
  /** Each host has its own key. */
  | 'own'
  /** Several hosts show one key: copies of one machine, each of which can pose as the others. */
  | 'shared'
  /** A key that is trusted for another host already. */
  | 'known-elsewhere'
  /** Policy does not let it be approved. */
  | 'refused'
  /** An imported list names another key for the host. */
  | 'contradicted'
  /** A person has said that it stays blocked. */
  | 'blocked';

/** Waiting keys that are looked at and decided about together. */
export interface HostKeyGroup {
  /** Stays the same while the group does: kind, and the key or its type where they tell groups apart. */
  id: string;
  kind: HostKeyGroupKind;
  /** In the order given. */
  keys: OfferedKey[];
  /** Type of all keys, null when there are several. */
  type: string | null;
}

const ORDER: Record<HostKeyGroupKind, number> = {
  own: 0,
  shared: 1,
  'known-elsewhere': 2,
  contradicted: 3,
  refused: 4,
  blocked: 5,
};

function kindOf(key: OfferedKey, hostsOfPrint: ReadonlyMap<string, number>): HostKeyGroupKind {
  if (key.blocked !== null) return 'blocked';
  if (key.refused !== null) return 'refused';
  if (key.knownFor !== null) return 'known-elsewhere';
  if (hostsOfPrint.get(key.fingerprint)! > 1) return 'shared';
  if (key.secondSource?.agrees === false) return 'contradicted';
  return 'own';
}

/** Whether equal keys of different groups of this kind stay apart. */
const BY_PRINT: ReadonlySet<HostKeyGroupKind> = new Set(['shared', 'known-elsewhere']);

/**
 * Puts waiting keys into groups so that what is odd stands out: the hosts with a key of their own first, then one group for
 * each key that more than one host shows, for each that is trusted elsewhere, and so on. Every key is in exactly one group.
 */
export function groupHostKeys(keys: readonly OfferedKey[]): HostKeyGroup[] {
  const hostsOfPrint = new Map<string, number>();
  for (const { fingerprint } of keys) hostsOfPrint.set(fingerprint, (hostsOfPrint.get(fingerprint) ?? 0) + 1);
  const groups = new Map<string, HostKeyGroup>();
  for (const key of keys) {
    const kind = kindOf(key, hostsOfPrint);
    const id = BY_PRINT.has(kind) ? `${kind} ${key.fingerprint}` : kind;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { id, kind, keys: [key], type: key.type });
    else {
      group.keys.push(key);
      if (group.type !== key.type) group.type = null;
    }
  }
  return [...groups.values()].sort((a, b) => ORDER[a.kind] - ORDER[b.kind] || b.keys.length - a.keys.length);
}

/** A key type as people say it: `ed25519`, `RSA 3072`, `ECDSA nistp256`; others by their own name. */
export function keyTypeWords(type: string, bits: number | null = null): string {
  if (type === 'ssh-rsa') return bits === null ? 'RSA' : `RSA ${bits}`;
  return type.replace(/^ssh-(?=ed)/, '').replace(/^ecdsa-sha2-/, 'ECDSA ');
}
