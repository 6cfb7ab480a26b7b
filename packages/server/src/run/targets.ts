import type { HostSet } from '@rollcall/ip-range';
import type { RunTarget } from '@rollcall/protocol';

/** The hosts of a set in the order in which a run calls them. One object a host: look at `set.size` first. */
export function targetsOf(set: HostSet): RunTarget[] {
  return Array.from(set.inOrder(), ({ host, port, user }) => ({
    host,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
  }));
}
