import { tryParse } from '@rollcall/ip-range';
import { MAX_JUMP_CHARS, MAX_JUMP_HOPS } from '@rollcall/protocol';

/** What the server would refuse about jump hosts. */
export type JumpFault = 'unreadable' | 'too-many' | 'too-long';

/** Reads `user@bastion:22,…` as the server does: single hosts, each once, since a range would be a way over all of them. */
export function jumpFault(text: string): JumpFault | null {
  if (text === '') return null;
  if (text.length > MAX_JUMP_CHARS) return 'too-long';
  if (text.split(',').length > MAX_JUMP_HOPS) return 'too-many';
  const { ok, items, set } = tryParse(text);
  const single = items.every(({ kind, count }) => kind === 'include' && count === 1n);
  return ok && single && items.length > 0 && set.size === BigInt(items.length) ? null : 'unreadable';
}
