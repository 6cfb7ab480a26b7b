/** Hosts that stand together: those of one /24, or names that differ in their last number only. */
export interface HostGroup {
  /** `10.20.17` or `web-`; empty for hosts without any number. */
  prefix: string;
  hosts: readonly number[];
}

/** The port of a host says nothing about its place. */
const IPV4 = /^(\d+\.\d+\.\d+)\.(\d+)(?::\d+)?$/;
const NAMED = /^(.*?)(\d{1,9})(\D*)$/;

/** What comes before the last number of a name. */
export function prefixOf(address: string): string {
  return IPV4.exec(address)?.[1] ?? NAMED.exec(address)?.[1] ?? '';
}

/** The part of a name that tells it from its neighbours: the last octet, the last number, else the first label's end. */
export function lastPart(address: string): string {
  const part = IPV4.exec(address)?.[2] ?? NAMED.exec(address)?.[2] ?? address.split('.')[0]!;
  return part.length > 4 ? `…${part.slice(-3)}` : part;
}

/** Place of a host within its /24, 0 to 255; null for names. */
export function octetOf(address: string): number | null {
  const octet = IPV4.exec(address)?.[2];
  return octet === undefined ? null : Number(octet) & 255;
}

/** The groups of a run in the order in which their first host is called. */
export function groupHosts(count: number, addressOf: (host: number) => string): HostGroup[] {
  const groups = new Map<string, number[]>();
  for (let host = 0; host < count; host += 1) {
    const prefix = prefixOf(addressOf(host));
    const known = groups.get(prefix);
    if (known) known.push(host);
    else groups.set(prefix, [host]);
  }
  return Array.from(groups, ([prefix, hosts]) => ({ prefix, hosts }));
}

/** `10.20` when all /24 begin with it, so that a tile needs to name only the third octet; null otherwise. */
export function sharedOctets(groups: readonly HostGroup[]): string | null {
  const shared = groups.map(({ prefix }) => /^(\d+\.\d+)\.\d+$/.exec(prefix)?.[1] ?? null);
  const [first] = shared;
  return first !== undefined && first !== null && shared.every((each) => each === first) ? first : null;
}
