import { tryParse } from '@rollcall/ip-range';

/** A host on the way to another one. */
export interface JumpHost {
  host: string;
  port: number;
  /** Absent: the user of the login. */
  user: string | undefined;
}

/** Where SSH servers listen when a hop names no port. */
const SSH_PORT = 22;

/**
 * The hosts on a way, `user@bastion:22,…`, in the order as written. Undefined when the text is anything but single hosts, each
 * once: a range would be a way over all of them.
 */
export function readJump(text: string): JumpHost[] | undefined {
  const read = tryParse(text);
  if (!read.ok || read.items.length === 0) return undefined;
  if (!read.items.every(({ kind, count }) => kind === 'include' && count === 1n)) return undefined;
  const hops = [...read.set.inOrder()];
  if (hops.length !== read.items.length) return undefined;
  return hops.map(({ host, port = SSH_PORT, user }) => ({ host, port, user }));
}
