import { formatIpv4, plainQuad } from './ipv4.ts';

/** The number of one IPv6 address (no zone, no prefix); undefined when the text is not one. RFC 4291 section 2.2. */
export function parseIpv6(text: string): bigint | undefined {
  let hex = text;
  const dot = text.indexOf('.');
  if (dot >= 0) {
    const at = text.lastIndexOf(':', dot) + 1;
    const value = plainQuad(text.slice(at));
    if (value < 0) return undefined;
    hex = `${text.slice(0, at)}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
  }
  if (hex.length < 2 || NOT_GROUPS.test(hex)) return undefined;
  const [head = '', tail, more] = hex.split('::').map((half) => half && half.split(':').map(padded).join(''));
  const missing = 32 - head.length - (tail?.length ?? 0);
  if (more !== undefined || (tail === undefined ? missing !== 0 : missing < 4)) return undefined;
  return BigInt(`0x${head}${'0'.repeat(missing)}${tail ?? ''}`);
}

/** Other characters, more than four digits or two colons, a single colon at an end. */
const NOT_GROUPS = /[^\da-f:]|[\da-f]{5}|:::|^:(?!:)|[^:]:$/i;

function padded(group: string): string {
  return group.padStart(4, '0');
}

/** RFC 5952 text: lower case, the longest run of zero groups as `::`, IPv4-mapped addresses with their dotted tail. */
export function formatIpv6(value: bigint): string {
  if (value >> 32n === 0xffffn) return `::ffff:${formatIpv4(Number(value & 0xffffffffn))}`;
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  const text = groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
  let [start, length] = [0, 0];
  for (const { 0: zeros, index } of text.matchAll(/\b0(?::0)+\b/g))
    if (zeros.length > length) [start, length] = [index, zeros.length];
  return length === 0 ? text : `${text.slice(0, start) || ':'}${text.slice(start + length) || ':'}`;
}
