import { tryParse, type HostSet } from '@rollcall/ip-range';
import type { RunSummary } from '@rollcall/protocol';

/**
 * A test whether a run matches what was typed: its command, targets, login or asker contain every word of it, or its
 * targets contain the host that was typed, so that `10.0.0.49` finds `10.0.0.1-100`.
 */
export function runFilter(text: string): (run: Pick<RunSummary, 'spec' | 'createdBy'>) => boolean {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  const host = words.length === 1 && isOneHost(words[0]!) ? words[0]! : null;
  return ({ spec, createdBy }) => {
    const where = `${spec.command}\n${spec.targets}\n${spec.login.user}\n${createdBy}`.toLowerCase();
    if (words.every((word) => where.includes(word))) return true;
    return host !== null && hostsOf(spec.targets).contains(host);
  };
}

function isOneHost(word: string): boolean {
  if (!/[.:\d]/.test(word)) return false;
  const { ok, set } = tryParse(word);
  return ok && set.size === 1n;
}

const known = new Map<string, HostSet>();
const MAX_KNOWN = 1_000;

/** The hosts of a text, kept because the filter is asked again at each key. */
function hostsOf(targets: string): HostSet {
  const before = known.get(targets);
  if (before) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const { set } = tryParse(targets);
  known.set(targets, set);
  return set;
}
