import { tryParse } from '@rollcall/ip-range';
import { targetLabel, type HostKeyRef } from '@rollcall/protocol';

/** A host as one types it; port 22 goes without saying. */
export function placeLabel({ host, port }: Pick<HostKeyRef, 'host' | 'port'>): string {
  return targetLabel(port === 22 ? { host } : { host, port });
}

/** What tells one shown key from every other: a host that shows another key has another one. */
export function keyId({ host, port, fingerprint }: HostKeyRef): string {
  return `${host} ${port} ${fingerprint}`;
}

/** The shortest host range of these hosts; the names themselves when one of them is none, as in an imported list. */
export function foldPlaces(keys: readonly Pick<HostKeyRef, 'host' | 'port'>[]): string {
  const labels = keys.map(placeLabel);
  const read = tryParse(labels.join('\n'));
  return read.ok ? read.set.fold() : labels.join(', ');
}
