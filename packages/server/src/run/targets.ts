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

/**
 * The targets without those that are another one in other words: `web1` and `web1:22`, `10.0.0.1` and `::ffff:10.0.0.1`. The first
 * mention stays, so that nothing runs twice on one host.
 * @param runPort of hosts that have none of their own
 */
export function oncePerHost(targets: readonly RunTarget[], runPort: number): RunTarget[] {
  const seen = new Set<string>();
  return targets.filter(({ host, port = runPort }) => {
    const place = `${host.replace(MAPPED, '')} ${port}`;
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
}

/** What stands before an IPv4 address in its mapped form (RFC 4291 section 2.5.5.2). */
const MAPPED = /^::ffff:(?=\d+\.)/;
