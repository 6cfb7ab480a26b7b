import { lineSize } from '../sets/line.ts';
import { ipv4Range, type Pattern } from '../sets/patterns.ts';
import { ENDS, itemEnd, matchAt, QUAD } from './characters.ts';
import { fault } from './fault.ts';
import { formatIpv4, maskBits, readOctet, readPrefix, readQuad } from './ipv4.ts';
import { readList } from './numbers.ts';
import type { Source } from './source.ts';

/** One octet: a bracket of numbers, or digits, dashes and stars with single commas between. */
const OCTET = '\\[[\\d,:/. \\t*-]*\\]|\\{[\\d,:/. \\t*-]*\\}|[\\d*-]+(?:,[\\d*-]+)*';

/**
 * The longest stretch that has the shape of four octet sets and stops at a boundary: this decides whether a comma goes
 * on with an octet list or separates two items. `10.0.0.1,5,9` is one pattern; in `10.0.0.1,10.0.0.2` the last number
 * is followed by a dot, so the comma separates. A colon starts a port unless more groups of an IPv6 address follow.
 */
const OCTETS = new RegExp(
  `(${OCTET})\\.(${OCTET})\\.(${OCTET})\\.((?:${OCTET})?)(?=[${ENDS}/]|$|:(?![^${ENDS}:]*:))`,
  'y',
);
const FIRST_OCTET = new RegExp(OCTET, 'y');

/** Two addresses with a dash between, or one and its last octet after a dash with a blank. */
const RANGE = new RegExp(`^(${QUAD})[\\t ]*-(?:[\\t ]*(${QUAD})|[\\t ]+(\\d+))(?=:[^:]*$|$)`);

/** A dash that belongs to a range of addresses and not to an octet. */
const SPACED_DASH = /^[\d.]+(?:[\t ]+-|-[\t ])/;

/** An address and what follows its slash. */
const BLOCK = new RegExp(`^(${QUAD})/([^:]*)`);

const WHOLE_QUAD = new RegExp(`^${QUAD}$`);

/** What was read: the hosts, and how much text says so. */
export interface Reading {
  readonly pattern: Pattern;
  readonly length: number;
}

/** Reads a block or a range of addresses, or octet sets, at the start of `host`; undefined when they are not there. */
export function readIpv4(source: Source, host: string, at: number): Reading | undefined {
  const [block, address, prefix] = BLOCK.exec(host) ?? [];
  if (block !== undefined && address !== undefined && prefix !== undefined) {
    const value = readQuad(address, at);
    const bits = readMask(prefix, at + address.length + 1);
    const size = 2 ** (32 - bits);
    const first = value - (value % size);
    const cut = source.usable && bits <= 30 ? 1 : 0;
    return { pattern: ipv4Range(first + cut, first + size - cut - 1), length: block.length };
  }
  const [range, left, right, octet = ''] = RANGE.exec(host) ?? [];
  if (range === undefined || left === undefined)
    return SPACED_DASH.test(host) ? undefined : readOctets(source, at);
  const low = readQuad(left, at);
  const place = { index: at + range.length - octet.length, length: octet.length };
  const high =
    right === undefined
      ? low - (low & 255) + readOctet(octet, place, { part: 4, why: 'range-end' })
      : readQuad(right, at + range.length - right.length);
  if (low <= high) return { pattern: ipv4Range(low, high), length: range.length };
  const fix = right === undefined ? `${formatIpv4(high)}-${low & 255}` : `${right}-${left}`;
  throw fault('reversed-range', at, range.length, { low: left, high: right ?? octet }, fix);
}

/** A prefix length, or a netmask as one. */
function readMask(text: string, index: number): number {
  if (!WHOLE_QUAD.test(text)) return readPrefix(text, index, 32);
  const mask = readQuad(text, index);
  const bits = maskBits(mask);
  if (bits > 0) return bits;
  const inverse = maskBits(~mask >>> 0);
  if (inverse < 0) throw fault('bad-netmask', index, text.length, { mask: text });
  throw fault('wildcard-mask', index, text.length, { mask: text }, mask === 0 ? undefined : String(inverse));
}

/** Reads four octet sets. They may have commas in them, and so end beyond the word that was known. */
function readOctets(source: Source, at: number): Reading | undefined {
  const { text, limit } = source;
  // Without this a long list of numbers would be scanned once per number.
  if (at < source.noOctetsBefore) return undefined;
  const match = matchAt(OCTETS, text, at);
  if (match === null) {
    source.noOctetsBefore = at + (matchAt(FIRST_OCTET, text, at)?.[0].length ?? 0);
    return undefined;
  }
  const [whole, ...sets] = match;
  const end = at + whole.length;
  source.end = itemEnd(text, end);
  if (text[end] === '/') {
    const [, step = ''] = /^(?:\d+\.){3}(\d+-\d+\/[1-9]\d*)$/.exec(text.slice(at, source.end)) ?? [];
    const fix = { index: source.end - step.length, length: step.length, text: `[${step}]`, unsure: true };
    throw fault('prefix-on-pattern', end, source.end - end, {}, step === '' ? undefined : fix);
  }
  let [index, base] = [at, 0];
  const box = sets.map((set, i) => {
    const open = /^[[{]/.test(set) ? 1 : 0;
    const line = readList(set.slice(open, set.length - open), index + open, {
      open: open === 0 ? '.' : (set[0] as string),
      limit,
      part: i + 1,
      base: i === 3 && !set.includes(',') ? base : undefined,
    }).line;
    index += set.length + 1;
    base = lineSize(line) === 1 ? (base + (line[0] as number)) * 256 : NaN;
    return line;
  });
  return { pattern: { kind: 'ipv4', parts: [{ label: '', box }] }, length: whole.length };
}
