import { tryParse } from '@rollcall/ip-range';
import { targetLabel } from '@rollcall/protocol';

/** Where a key belongs; port 22 goes without saying. */
export interface KeyPlace {
  host: string;
  port: number;
}

/** A host as one types it. */
export function placeLabel({ host, port }: KeyPlace): string {
  return targetLabel(port === 22 ? { host } : { host, port });
}

/** Names that no range can hold, as an imported list may have them: this many are spelled out. */
const SPELLED = 8;

/** The shortest host range that names these hosts; a list that ends in a count when one of them is no host name. */
export function foldPlaces(places: readonly KeyPlace[]): string {
  const labels = [...new Set(places.map(placeLabel))];
  const read = tryParse(labels.join('\n'));
  if (read.ok) return read.set.fold();
  const rest = labels.length - SPELLED;
  return [...labels.slice(0, SPELLED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
