import { createRequire } from 'node:module';
import { HostSet, parse, tryParse } from '@rollcall/ip-range';
import { Address4, Address6 } from 'ip-address';
import IPCIDR from 'ip-cidr';
import { containsCidr, excludeCidr, expandCidr, mergeCidr, parseCidr } from 'cidr-tools';
import { Netmask } from 'netmask';

/** Loaded without its types: the package ships TypeScript source that does not pass ours. */
const { getIPRange } = createRequire(import.meta.url)('get-ip-range') as {
  getIPRange: (range: string) => string[];
};

/** One thing that a benchmark times. */
export interface Task {
  what: string;
  /** What ip-range has to keep, in words. */
  bar: string;
  /** Each does the work once and gives back something that shows that it did it. */
  by: Record<string, () => unknown>;
  /** Peers that do it in another way, or at another size, which the table says. */
  otherwise?: Record<string, { note: string; run: () => unknown }>;
  /** The task of `nodeset_times.py` beside it. */
  nodeset?: { task: string; note: string };
  /** What every one of `by` must give; a fast wrong answer is no answer. */
  answer?: unknown;
}

const dotted = (n: number): string => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');

/** `count` addresses of 10/8, four apart. */
const spread = (start: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => dotted(0x0a000000 + start + 4 * i));

/** The same order in every run. */
function shuffled<T>(list: T[]): T[] {
  let seed = 1;
  for (let i = list.length - 1; i > 0; i -= 1) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const j = seed % (i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

function last(hosts: Iterable<string>): string {
  let host = '';
  for (host of hosts);
  return host;
}

function addresses4(block: string): string {
  const address = new Address4(block);
  const end = address.endAddress().bigInt();
  let text = '';
  for (let n = address.startAddress().bigInt(); n <= end; n += 1n)
    text = Address4.fromBigInt(n).correctForm();
  return text;
}

function netmaskLast(block: string): string {
  let text = '';
  new Netmask(block).forEach((ip) => (text = ip));
  return text;
}

const SPECS = [
  '10.0.0.1-100,10.1.0-3.1,5,9-20,!10.0.0.7',
  'web[01-20].dc[1,3].example.com,db[1-9],!db3',
  'ops@10.0.0.1-10.0.2.20:2222, 2001:db8::1-ff, fe80::1%eth0 # and a comment',
];
const block = '10.0.0.0/24';
const sixteen = '10.9.0.0/16';
const shuffledSlash16 = shuffled(Array.from({ length: 65_536 }, (_, i) => dotted(0x0a090000 + i)));
const [left, right] = [spread(0, 100_000), spread(2, 100_000)];
const [leftSet, rightSet] = [HostSet.of(left), HostSet.of(right)];
/** No pattern to be found: an odd multiplier visits every address once before it comes back to one. */
const scattered = (start: number): string[] =>
  shuffled(Array.from({ length: 100_000 }, (_, i) => dotted(Math.imul(start + i, 2654435761) >>> 0)));
const [here, there] = [scattered(0), scattered(7_777_777)];
const [hereSet, thereSet] = [HostSet.of(here), HostSet.of(there)];
const paste = left.slice(0, 10_000).join('\n');

/** Everything that is timed in milliseconds. */
export const tasks: Task[] = [
  {
    what: `read \`${block}\``,
    bar: '< 1 ms',
    by: {
      'ip-range': () => parse(block),
      'cidr-tools': () => parseCidr(block),
      'ip-cidr': () => new IPCIDR(block),
      netmask: () => new Netmask(block),
      'ip-address': () => new Address4(block),
    },
  },
  {
    what: 'read three mixed one-line specs',
    bar: '< 1 ms each',
    by: { 'ip-range': () => SPECS.map((spec) => parse(spec)) },
    nodeset: { task: 'read', note: 'one name pattern' },
  },
  {
    what: 'count `::/0`',
    bar: '< 1 ms',
    answer: 2n ** 128n,
    by: {
      'ip-range': () => parse('::/0').size,
      'cidr-tools': () => parseCidr('::/0').end - parseCidr('::/0').start + 1n,
      'ip-cidr': () => BigInt(String(new IPCIDR('::/0').size)),
      netmask: () => BigInt(new Netmask('::/0').size),
    },
  },
  {
    what: 'count `a[0-999]b[0-999]c[0-999]`',
    bar: '< 1 ms',
    answer: 1_000_000_000n,
    by: { 'ip-range': () => parse('a[0-999]b[0-999]c[0-999]').size },
    nodeset: { task: 'count', note: 'two brackets, 100,000 names' },
  },
  {
    what: 'first host of `::/0`',
    bar: 'at once',
    by: {
      'ip-range': () => parse('::/0')[Symbol.iterator]().next().value,
      'cidr-tools': () => expandCidr('::/0').next().value,
      'ip-cidr': () => new IPCIDR('::/0').start(),
      'ip-address': () => new Address6('::/0').startAddress().correctForm(),
    },
  },
  {
    what: 'iterate a /16 as strings',
    bar: '≤ 15 ms, first',
    answer: '10.9.255.255',
    by: {
      'ip-range': () => last(parse(sixteen)),
      'cidr-tools': () => last(expandCidr(sixteen)),
      'ip-cidr': () => new IPCIDR(sixteen).toArray().at(-1),
      'get-ip-range': () => getIPRange(sixteen).at(-1),
      'ip-address': () => addresses4(sixteen),
    },
  },
  {
    what: 'iterate a /16, first and last left out',
    bar: '≤ 15 ms, first',
    answer: '10.9.255.254',
    by: {
      'ip-range': () => last(parse(sixteen, { cidrHosts: 'usable' })),
      netmask: () => netmaskLast(sixteen),
    },
  },
  {
    what: 'fold 65,536 shuffled addresses',
    bar: '< 100 ms',
    by: {
      'ip-range': () => HostSet.of(shuffledSlash16).fold(),
      'cidr-tools': () => mergeCidr(shuffledSlash16),
    },
    nodeset: { task: 'fold', note: '65,536 shuffled names' },
  },
  {
    what: 'union of two sets of 100,000 separate addresses',
    bar: '< 50 ms',
    by: { 'ip-range': () => leftSet.union(rightSet).size },
    otherwise: { 'cidr-tools': { note: 'from text', run: () => mergeCidr([...left, ...right]) } },
    nodeset: { task: 'union', note: 'names' },
  },
  {
    what: 'difference of the two',
    bar: '< 50 ms',
    by: { 'ip-range': () => leftSet.difference(rightSet).size },
    otherwise: { 'cidr-tools': { note: 'from text', run: () => excludeCidr(left, right) } },
    nodeset: { task: 'difference', note: 'names' },
  },
  {
    what: 'union of two sets of 100,000 addresses scattered over all of IPv4',
    bar: '< 50 ms',
    by: { 'ip-range': () => hereSet.union(thereSet).size },
    otherwise: { 'cidr-tools': { note: 'from text', run: () => mergeCidr([...here, ...there]) } },
  },
  {
    what: 'difference of the two',
    bar: '< 50 ms',
    by: { 'ip-range': () => hereSet.difference(thereSet).size },
    otherwise: { 'cidr-tools': { note: 'from text', run: () => excludeCidr(here, there) } },
  },
  {
    what: '100,000 `contains` in 100,000 separate addresses',
    bar: '< 20 ms',
    answer: 100_000,
    by: { 'ip-range': () => left.filter((host) => leftSet.contains(host)).length },
    otherwise: { 'cidr-tools': { note: 'all in one call', run: () => containsCidr(left, left) } },
    nodeset: { task: 'contains', note: 'names' },
  },
  {
    what: '100,000 `contains` in 100,000 scattered addresses',
    bar: '–',
    answer: 100_000,
    by: { 'ip-range': () => here.filter((host) => hereSet.contains(host)).length },
    otherwise: { 'cidr-tools': { note: 'all in one call', run: () => containsCidr(here, here) } },
  },
  {
    what: '`tryParse` of a paste of 10,000 items, with warnings',
    bar: '< 16 ms',
    by: { 'ip-range': () => tryParse(paste).set.size },
    answer: 10_000n,
  },
];
