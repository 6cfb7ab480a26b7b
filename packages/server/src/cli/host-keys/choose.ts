import { formatIssue, tryParse, type HostSet } from '@rollcall/ip-range';
import type { HostKeyRef } from '@rollcall/protocol';
import { placeLabel } from '../../host-keys/fold-hosts.ts';
import { CliError } from '../cli-error.ts';

/**
 * Those of the keys that a range means: `web1` on whatever port, `web1:2222` on that port alone, or one key by its fingerprint.
 * @throws CliError that draws the first mistake of the range, or says that no key is of any of its hosts
 */
export function keysOf<K extends HostKeyRef>(keys: readonly K[], range: string, what: string): K[] {
  const chosen = range.startsWith('SHA256:')
    ? keys.filter(({ fingerprint }) => fingerprint === range)
    : keys.filter(inRange(range));
  if (chosen.length > 0) return chosen;
  throw new CliError(`no key is ${what} for ${range}`, ['See: rollcall host-keys']);
}

function inRange(range: string): (key: HostKeyRef) => boolean {
  const read = tryParse(range);
  if (!read.ok) {
    const drawn = formatIssue(range, read.errors[0]!).split('\n');
    throw new CliError('the host range has a mistake', ['', ...drawn]);
  }
  return (key) => [key.host, placeLabel(key)].some((label) => names(read.set, label));
}

/** An imported list may have names that no range can say. */
function names(set: HostSet, label: string): boolean {
  const one = tryParse(label);
  return one.ok && set.contains(one.set);
}
