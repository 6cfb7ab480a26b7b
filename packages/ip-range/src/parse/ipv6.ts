import ipaddr from 'ipaddr.js';
import { digitsOfValue, valueOfDigits } from '../sets/span.ts';
import { formatIpv4, plainQuad } from './ipv4.ts';

/** Other characters than those of groups, more than four digits or two colons, a single colon at an end. */
const NOT_GROUPS = /[^\da-f:]|[\da-f]{5}|:::|^:(?!:)|[^:]:$/i;

/**
 * The number of one IPv6 address (no zone, no prefix); undefined when the text is not one. RFC 4291 section 2.2.
 * ipaddr.js counts the groups; characters and the dotted tail, in which it is too lenient, are judged here.
 */
export function parseIpv6(text: string): bigint | undefined {
  let hex = text;
  const dot = text.indexOf('.');
  if (dot >= 0) {
    const at = text.lastIndexOf(':', dot) + 1;
    const value = plainQuad(text.slice(at));
    if (value < 0) return undefined;
    hex = `${text.slice(0, at)}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
  }
  try {
    return NOT_GROUPS.test(hex) ? undefined : valueOfDigits(ipaddr.IPv6.parse(hex).parts, 16);
  } catch {
    return undefined;
  }
}

/** RFC 5952 text: lower case, the longest run of zero groups as `::`, IPv4-mapped addresses with their dotted tail. */
export function formatIpv6(value: bigint): string {
  if (value >> 32n === 0xffffn) return `::ffff:${formatIpv4(Number(value & 0xffffffffn))}`;
  return new ipaddr.IPv6(digitsOfValue(value, 8, 16)).toRFC5952String();
}
