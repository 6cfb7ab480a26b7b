import { isBoundary } from './characters.ts';
import { type Context, failed, type Reading } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { formatIpv6, parseIpv6 } from './ipv6.ts';
import { wideDash, quadEnd } from './ipv4.ts';
import { countOf, excerpt, findIn, wordEnd } from './words.ts';

/** One end of a range: the address, its zone, and where they lie. */
interface End {
  readonly value: bigint;
  readonly zone: string;
  /** Where the zone text starts, for messages. */
  readonly zoneAt: number;
}

/**
 * Reads an IPv6 address, block or range at `from..to`, where the word has two colons or more.
 * Zones keep the letters they were typed with: interface names know upper and lower case.
 */
export function readIpv6(context: Context, from: number, to: number): Reading {
  const dash = wideDash(context.text, to);
  if (dash !== undefined && dash.right > to + 1 && !dash.lopsided && rangeDash(context.text, from, to) < 0) {
    const end = wordEnd(context.text, dash.right);
    return readRange(context, from, to, dash.right, end);
  }
  return readInside(context, from, to);
}

/** As {@link readIpv6}, but without looking past `to`: also used for the inside of brackets. */
export function readInside(context: Context, from: number, to: number): Reading {
  const { text } = context;
  const slash = findIn(text, 47, from, to);
  if (slash >= 0) return readBlock(context, from, slash, to);
  const dash = rangeDash(text, from, to);
  if (dash >= 0) return readRange(context, from, dash, dash + 1, to);
  const end = readEnd(context, from, to);
  if ('code' in end) return failed(end, to);
  return {
    pattern: { kind: 'ipv6', zone: end.zone, first: end.value, last: end.value },
    end: to,
    pick: 'address',
  };
}

/**
 * The dash between two ends, or -1. Interface names may hold dashes, so after a zone the right end has to be a whole
 * address, and the dash is the last one before its first colon.
 */
function rangeDash(text: string, from: number, to: number): number {
  const word = text.slice(from, to);
  const zone = word.indexOf('%');
  const plain = word.indexOf('-');
  if (plain < 0) return -1;
  if (zone < 0 || plain < zone) return from + plain;
  const colon = word.indexOf(':', zone);
  const dash = colon < 0 ? -1 : word.lastIndexOf('-', colon);
  return dash > zone ? from + dash : -1;
}

function readEnd(context: Context, from: number, to: number): End | Fault {
  const { text, spec } = context;
  const percent = findIn(text, 37, from, to);
  const stop = percent < 0 ? to : percent;
  const value = parseIpv6(text.slice(from, stop));
  if (value === undefined) return addressFault(text, from, stop);
  const zone = stop < to ? spec.slice(stop + 1, to) : '';
  if (stop < to && !/^[\w.~-]{1,64}$/.test(zone)) {
    return fault('bad-ipv6', stop, to - stop, { why: 'zone' });
  }
  return { value, zone, zoneAt: stop + 1 };
}

/** Why the text is not an IPv6 address. */
function addressFault(text: string, from: number, to: number): Fault {
  const word = excerpt(text, from, to);
  if (word.split('::').length > 2 || word.includes(':::'))
    return fault('bad-ipv6', from, to - from, { why: 'twice' });
  const bracket = word.search(/[[\]{}]/);
  if (bracket >= 0) return fault('bad-ipv6', from + bracket, to - from - bracket, { why: 'bracket' });
  let at = from;
  for (const group of word.split(':')) {
    if (group !== '' && !/^[0-9a-f]{1,4}$/i.test(group) && quadEnd(group, 0) !== group.length) {
      const why = /^\d{5}$/.test(group) ? 'brackets' : 'group';
      return fault('bad-ipv6', at, Math.min(group.length, to - at), { why, group });
    }
    at += group.length + 1;
  }
  return fault('bad-ipv6', from, to - from, {});
}

/** `2001:db8::/64`, `fe80::%eth0/64`. */
function readBlock(context: Context, from: number, slash: number, to: number): Reading {
  const { text } = context;
  const end = readEnd(context, from, slash);
  if ('code' in end)
    return failed(rangeDash(text, from, slash) < 0 ? end : fault('prefix-on-pattern', slash, to - slash), to);
  const written = excerpt(text, slash + 1, to);
  const params = { prefix: written, max: 128 };
  if (!/^(0|[1-9]\d{0,9})$/.test(written))
    return failed(fault('bad-prefix', slash + 1, to - slash - 1, params), to);
  if (Number(written) > 128) return failed(fault('prefix-range', slash + 1, to - slash - 1, params), to);
  const host = 128n - BigInt(written);
  const first = (end.value >> host) << host;
  if (first !== end.value) {
    const network = `${formatIpv6(first)}/${written}`;
    context.warn('host-bits', from, to - from, { text: excerpt(text, from, to), network });
  }
  const last = first + (1n << host) - 1n;
  return { pattern: { kind: 'ipv6', zone: end.zone, first, last }, end: to, pick: 'block' };
}

/** `a-b`, or `a-ff`, where the right side stands for the last 16 bits. */
function readRange(context: Context, from: number, leftEnd: number, right: number, to: number): Reading {
  const { text } = context;
  const left = readEnd(context, from, leftEnd);
  if ('code' in left) return failed(left, to);
  const tail = text.slice(right, Math.min(to, right + 5));
  const short = /^[0-9a-f]{1,4}$/i.test(tail) && to - right <= 4;
  if (short && left.zone === '') {
    const value = (left.value & ~0xffffn) | BigInt(Number.parseInt(tail, 16));
    return rangeOf(from, to, left, { value, zone: '', zoneAt: to });
  }
  if (to === right || isBoundary(text.charCodeAt(right)))
    return failed(fault('open-range', leftEnd, 1, { why: 'end' }), to);
  if (quadEnd(text, right) === to) return failed(fault('mixed-family', right, to - right, {}), to);
  const second = rangeDash(text, right, to);
  if (second >= 0) return failed(fault('double-range', second, 1), to);
  if (countOf(text, 58, right, to) < 2) return failed(fault('bad-ipv6', right, to - right, {}), to);
  const end = readEnd(context, right, to);
  return 'code' in end ? failed(end, to) : rangeOf(from, to, left, end);
}

function rangeOf(from: number, to: number, low: End, high: End): Reading {
  if (low.zone !== '' && high.zone !== '' && low.zone !== high.zone) {
    const params = { first: low.zone, second: high.zone };
    return failed(fault('zone-mismatch', high.zoneAt, high.zone.length, params), to);
  }
  const zone = low.zone === '' ? high.zone : low.zone;
  if (low.value > high.value) {
    const mark = zone === '' ? '' : `%${zone}`;
    const first = formatIpv6(low.value) + mark;
    const last = formatIpv6(high.value) + mark;
    const params = { low: first, high: last, swapped: `${last}-${first}` };
    const fix = { index: from, length: to - from, text: params.swapped };
    return failed(fault('reversed-range', from, to - from, params, fix), to);
  }
  return { pattern: { kind: 'ipv6', zone, first: low.value, last: high.value }, end: to };
}

/** Reads `[2001:db8::1]`, and blocks and ranges in brackets, which only a port needs. */
export function readBracketed(context: Context, from: number, close: number): Reading {
  const inside = readInside(context, from + 1, close);
  return { ...inside, end: close + 1 };
}
