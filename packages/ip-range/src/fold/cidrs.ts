import { formatIpv4 } from '../parse/ipv4.ts';
import { formatIpv6 } from '../parse/ipv6.ts';

/** The fewest IPv4 blocks that cover `from..to` exactly. */
export function* ipv4Cidrs(from: number, to: number): IterableIterator<string> {
  let at = from;
  while (at < to) {
    let size = at === 0 ? 2 ** 32 : (at & -at) >>> 0;
    while (size > to - at) size /= 2;
    yield `${formatIpv4(at)}/${32 - Math.log2(size)}`;
    at += size;
  }
}

/** The fewest IPv6 blocks that cover `from..to` exactly. */
export function* ipv6Cidrs(from: bigint, to: bigint): IterableIterator<string> {
  let at = from;
  while (at < to) {
    let bits = 0n;
    while (bits < 128n && (at & (1n << bits)) === 0n && 1n << (bits + 1n) <= to - at) bits++;
    yield `${formatIpv6(at)}/${128n - bits}`;
    at += 1n << bits;
  }
}
