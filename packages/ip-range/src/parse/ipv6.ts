import ipaddr from 'ipaddr.js';
import { formatIpv4, plainQuad } from './ipv4.ts';

/** The number of one IPv6 address (no zone, no prefix); undefined when the text is not one. RFC 4291 section 2.2. */
export function parseIpv6(text: string): bigint | undefined {
  const hex = text.replace(/(?<=:)[\d.]+$/, (tail) => {
    const value = plainQuad(tail);
    return value < 0 ? tail : `${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
  });
  if (!/^[\da-f:]{2,39}$/i.test(hex)) return undefined;
  const [head = [], tail, more] = hex.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (!groups.every((group) => /^.{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** RFC 5952 text: lower case, the longest run of zero groups as `::`, IPv4-mapped addresses with their dotted tail. */
export function formatIpv6(value: bigint): string {
  if (value >> 32n === 0xffffn) return `::ffff:${formatIpv4(Number(value & 0xffffffffn))}`;
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  return new ipaddr.IPv6(groups).toRFC5952String();
}
