import type { OfferedKey } from '@rollcall/protocol';
import { hashedName, knownHostName, LITERAL, speaksOf } from './known-hosts-line.ts';
import type { HostKeyStore, ListedEntry } from './ports.ts';

type Listed = ListedEntry & { list: string };
type Offer = Pick<OfferedKey, 'host' | 'port' | 'fingerprint'>;

/**
 * What imported lists say about hosts that show a key: an entry with the same key that speaks about the host agrees, one that
 * names the host with another key only does not. Hashed names are tried on entries with the same key alone, so 10,000 hosts
 * against 10,000 hashed lines take 10,000 hashes and not 10^8; a hashed line with another key is not noticed.
 */
export async function secondSources(
  store: Pick<HostKeyStore, 'findListed'>,
  offers: readonly Offer[],
): Promise<OfferedKey['secondSource'][]> {
  const names = offers.map(({ host, port }) => knownHostName(host, port));
  const listed = await store.findListed(names, [...new Set(offers.map(({ fingerprint }) => fingerprint))]);
  const byName = groupBy(listed, ({ name }) => name);
  const byPrint = groupBy(listed, ({ fingerprint }) => fingerprint);
  return offers.map(({ fingerprint }, index) => {
    const agrees = byPrint.get(fingerprint)?.find((entry) => namesHost(entry, names[index]!));
    if (agrees !== undefined) return { list: agrees.list, agrees: true };
    const other = byName.get(names[index]!)?.[0];
    return other === undefined ? null : { list: other.list, agrees: false };
  });
}

function namesHost({ name }: Listed, host: string): boolean {
  if (LITERAL.test(name)) return name === host;
  return speaksOf(host, { hosts: name, hashed: hashedName(name) });
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
