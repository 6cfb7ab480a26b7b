import { formatIssue, tryParse } from '@rollcall/ip-range';
import { placeLabel, type KeyPlace } from '../../host-keys/fold-hosts.ts';
import { CliError } from '../cli-error.ts';

/**
 * Those of the keys whose hosts a range names: `web1` means it on whatever port, `web1:2222` on that port alone.
 * @throws CliError that draws the first mistake of the range, or says that no key is of any of its hosts
 */
export function keysOf<K extends KeyPlace>(keys: readonly K[], range: string, what: string): K[] {
  const read = tryParse(range);
  if (!read.ok)
    throw new CliError('the host range has a mistake', [
      '',
      ...formatIssue(range, read.errors[0]!).split('\n'),
    ]);
  const chosen = keys.filter((key) => read.set.contains(key.host) || read.set.contains(placeLabel(key)));
  if (chosen.length > 0) return chosen;
  throw new CliError(`no key is ${what} for ${range}`, ['See: rollcall host-keys']);
}
