import { ipv6Range, type Pattern } from '../sets/patterns.ts';
import { QUAD } from './characters.ts';
import { diagnose, fault, type Row } from './fault.ts';
import { formatIpv6, parseIpv6 } from './ipv6.ts';
import { readPrefix } from './ipv4.ts';

/**
 * An address with its zone, then a prefix or the other end of a range. Interface names may hold dashes, so after a zone
 * the right end has to be a whole address, and the dash is the last one before its first colon.
 */
const IPV6 = /^([^%/\t -]*)(%[^/]*?)?(?:\/(.*)|[\t ]*-[\t ]*([^-]*:.*))?$/;

/** `2001:db8::1-ff`: the right side stands for the last 16 bits. */
const SHORT = /^([^%/\t -]*)[\t ]*-[\t ]*([\da-f]{1,4})$/i;

const NOT_A_RANGE: readonly Row[] = [
  ['open-range', /-(?=[\t ]*$)/, 'end'],
  ['mixed-family', new RegExp(`-[\\t ]*(?<at>${QUAD})$`)],
  ['bad-ipv6', /[[\]{}].*/, 'bracket'],
  ['bad-ipv6', /-[\t ]*(?<at>[^-]*)$/],
  ['bad-ipv6', /.*/],
];

const NOT_AN_ADDRESS: readonly Row[] = [
  ['prefix-on-pattern', /\/.*/],
  ['double-range', /-/],
  ['bad-ipv6', /^(?=.*::.*::|.*:::).*/, 'twice'],
  ['bad-ipv6', /[[\]{}].*/, 'bracket'],
  ['bad-ipv6', /(?<=^|:)\d{5}(?![^:])/, 'brackets'],
  ['bad-ipv6', new RegExp(`(?<=^|:)(?![\\da-f]{1,4}(?![^:])|${QUAD}$)(?<group>[^:]+)`, 'i'), 'group'],
  ['bad-ipv6', /.*/],
];

/** One end of a range: the address, its zone and where that stands. */
interface End {
  readonly value: bigint;
  readonly zone: string;
  readonly zoneAt: number;
}

/** Reads an IPv6 address, block or range; `spec` is the text as typed, whose letters a zone keeps. */
export function readIpv6(host: string, at: number, spec: string): Pattern {
  const [, start, tail] = SHORT.exec(host) ?? [];
  if (start !== undefined && tail !== undefined) {
    const left = readEnd(start, at, spec);
    const value = (left.value & ~0xffffn) | BigInt(`0x${tail}`);
    return rangeOf(left, { ...left, value }, host, at);
  }
  const [, address, zone = '', prefix, right] = IPV6.exec(host) ?? diagnose(NOT_A_RANGE, host, at);
  const left = readEnd(address + zone, at, spec);
  if (right !== undefined)
    return rangeOf(left, readEnd(right, at + host.length - right.length, spec), host, at);
  if (prefix === undefined) return rangeOf(left, left, host, at);
  const rest = 128n - BigInt(readPrefix(prefix, at + host.length - prefix.length, 128));
  const first = (left.value >> rest) << rest;
  return ipv6Range(left.zone, first, first + (1n << rest) - 1n);
}

function readEnd(text: string, at: number, spec: string): End {
  const stop = text.search(/%|$/);
  const address = text.slice(0, stop);
  const value = parseIpv6(address) ?? diagnose(NOT_AN_ADDRESS, address, at);
  const zoneAt = at + stop + 1;
  const zone = spec.slice(zoneAt, at + text.length);
  if (stop < text.length && !/^[\w.~-]{1,64}$/.test(zone))
    throw fault('bad-ipv6', zoneAt - 1, text.length - stop, { why: 'zone' });
  return { value, zone, zoneAt };
}

function rangeOf(low: End, high: End, host: string, at: number): Pattern {
  const zone = low.zone || high.zone;
  if (zone !== (high.zone || zone))
    throw fault('zone-mismatch', high.zoneAt, high.zone.length, { first: zone, second: high.zone });
  if (low.value <= high.value) return ipv6Range(zone, low.value, high.value);
  const [from = '', to = ''] = [low, high].map(({ value }) => formatIpv6(value) + (zone && `%${zone}`));
  throw fault('reversed-range', at, host.length, { low: from, high: to }, `${to}-${from}`);
}
