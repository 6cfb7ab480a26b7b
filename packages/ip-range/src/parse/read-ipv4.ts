import { lineOf, lineSize } from '../sets/line.ts';
import { segmentsOf } from '../sets/digits.ts';
import { readBracket } from './bracket.ts';
import { isBoundary } from './characters.ts';
import { type Context, failed, type Reading } from './context.ts';
import { fault, type Fault, isFault } from './fault.ts';
import {
  formatIpv4,
  maskBits,
  type PatternShape,
  quadEnd,
  readOctetSet,
  readQuad,
  wideDash,
} from './ipv4.ts';
import { readFullRange } from './read-ipv4-range.ts';
import { excerpt, wordEnd } from './words.ts';

/** Reads what starts with four plain numbers or has the shape of four octet sets; undefined when neither is there. */
export function readIpv4(context: Context, from: number): Reading | undefined {
  const { text } = context;
  const quad = quadEnd(text, from);
  if (quad >= 0) {
    const code = text.charCodeAt(quad);
    if (code === 47) return readBlock(context, from, quad);
    const dash = wideDash(text, quad);
    const range = dash === undefined ? undefined : readFullRange(context, from, quad, dash);
    if (range !== undefined) return range;
    if (isBoundary(code) && code !== 44) {
      const value = readQuad(text, from, quad);
      if (typeof value !== 'number') return failed(value, quad);
      return { pattern: { kind: 'ipv4', line: [value, value + 1] }, end: quad, pick: 'address' };
    }
  }
  const shape = context.finder.find(from);
  return shape === undefined ? undefined : readPattern(context, from, shape);
}

/** Reads four octet sets. */
function readPattern(context: Context, from: number, shape: PatternShape): Reading {
  const { text, ranges } = context;
  const end = shape.ends[3];
  if (text.charCodeAt(end) === 47) {
    return failed(prefixFault(context, from, end), wordEnd(text, end));
  }
  const box: (readonly number[])[] = [];
  let start = from;
  for (let part = 1; part <= 4; part++) {
    const stop = shape.ends[part - 1] as number;
    const octets = readOneSet(text, start, stop, part, ranges);
    if (isFault(octets))
      return failed(wholeItem(widen(octets, text, from, stop, part), text, from, end), end);
    box.push(octets);
    start = stop + 1;
  }
  const single = box.every((line) => lineSize(line) === 1);
  return { pattern: { kind: 'octets', box }, end, ...(single ? { pick: 'address' as const } : {}) };
}

/** `10.0.0.1-3/30`, and `10.0.0.0-100/10` where a step may have been meant. */
function prefixFault({ text }: Context, from: number, slash: number): Fault {
  const end = wordEnd(text, slash);
  const written = excerpt(text, from, end);
  const range = /^(\d+\.\d+\.\d+\.)(\d+-\d+)(\/[1-9]\d*)$/.exec(written);
  const params = range === null ? {} : { stepped: `${range[1]}[${range[2]}${range[3]}]` };
  return fault('prefix-on-pattern', slash, end - slash, params);
}

/** Shows a correction inside its whole item: `10.0.0.1-100` instead of `1-100`. */
function wholeItem(wrong: Fault, text: string, from: number, end: number): Fault {
  const { fix } = wrong;
  if (fix === undefined) return wrong;
  const whole = excerpt(text, from, fix.index) + fix.text + excerpt(text, fix.index + fix.length, end);
  const name = wrong.code === 'open-range' ? 'whole' : 'swapped';
  return { ...wrong, params: { ...wrong.params, [name]: whole } };
}

/** For a last range that ends over 255, says what the longer range would be. */
function widen(wrong: Fault, text: string, from: number, stop: number, part: number): Fault {
  if (part !== 4 || wrong.params.why !== 'range-end') return wrong;
  const head = text.lastIndexOf('.', stop);
  const dash = wrong.index - 1;
  const quad = quadEnd(text, from);
  if (quad !== dash || head < from) return wrong;
  const start = readQuad(text, from, quad);
  const last = Number(text.slice(wrong.index, stop));
  if (typeof start !== 'number' || wrong.index + wrong.length !== stop || last > 65_535) return wrong;
  const end = start - (start & 255) + last;
  if (end > 0xffffffff) return wrong;
  return { ...wrong, params: { ...wrong.params, full: `${formatIpv4(start)}-${formatIpv4(end)}` } };
}

function readOneSet(text: string, from: number, to: number, part: number, limit: number): number[] | Fault {
  const open = text.charCodeAt(from);
  if (open !== 91 && open !== 123) {
    const pairs = readOctetSet(text, from, to, part);
    return isFault(pairs) ? pairs : lineOf(pairs);
  }
  const bracket = readBracket(text, from + 1, to - 1, limit);
  if (isFault(bracket)) return bracket;
  if ('letters' in bracket) return fault('bad-ipv4', from, to - from, { why: 'bracket' });
  return octetsOf(bracket.ranks, from, to, part);
}

/** Digit runs as octets: no padding, nothing over 255. */
function octetsOf(ranks: readonly number[], from: number, to: number, part: number): number[] | Fault {
  const pairs: number[] = [];
  for (let i = 0; i < ranks.length; i += 2) {
    for (const segment of segmentsOf(ranks[i] as number, ranks[i + 1] as number)) {
      if (segment.to > 256) {
        return fault('octet-range', from, to - from, { octet: segment.to - 1, part });
      }
      if (segment.length > 1 && segment.from < 10 ** (segment.length - 1)) {
        const octet = String(segment.from).padStart(segment.length, '0');
        return fault('leading-zero', from, to - from, { octet, part, decimal: segment.from });
      }
      pairs.push(segment.from, segment.to);
    }
  }
  return lineOf(pairs);
}

/** `10.0.0.0/24` and `10.0.0.0/255.255.255.0`. */
function readBlock(context: Context, from: number, slash: number): Reading {
  const { text } = context;
  let end = slash + 1;
  while (!isBoundary(text.charCodeAt(end)) && text.charCodeAt(end) !== 58) end++;
  const value = readQuad(text, from, slash);
  if (typeof value !== 'number') return failed(value, end);
  const bits = readPrefix(text, slash + 1, end);
  if (typeof bits !== 'number') return failed(bits, end);
  const size = 2 ** (32 - bits);
  const first = value - (value % size);
  const shown = text.slice(from, end);
  const network = `${formatIpv4(first)}/${bits}`;
  if (first !== value) context.warn('host-bits', from, end - from, { text: shown, network });
  if (context.usable && bits <= 30) {
    return { pattern: { kind: 'ipv4', line: [first + 1, first + size - 1] }, end, pick: 'block' };
  }
  if (bits <= 30) {
    context.warn('network-broadcast-included', from, end - from, {
      text: shown,
      network: formatIpv4(first),
      broadcast: formatIpv4(first + size - 1),
    });
  }
  return { pattern: { kind: 'ipv4', line: [first, first + size] }, end, pick: 'block' };
}

/** A prefix length, or a netmask as one. */
function readPrefix(text: string, from: number, end: number): number | Fault {
  const written = excerpt(text, from, end);
  const length = end - from;
  if (/^(0|[1-9]\d{0,9})$/.test(written)) {
    const bits = Number(written);
    return bits <= 32 ? bits : fault('prefix-range', from, length, { prefix: written, max: 32 });
  }
  if (quadEnd(text, from) !== end) return fault('bad-prefix', from, length, { prefix: written, max: 32 });
  const mask = readQuad(text, from, end);
  if (typeof mask !== 'number') return mask;
  if (mask === 0) return fault('wildcard-mask', from, length, { mask: written });
  const bits = maskBits(mask);
  if (bits >= 0) return bits;
  const inverse = maskBits(~mask >>> 0);
  if (inverse < 0) return fault('bad-netmask', from, length, { mask: written });
  return fault(
    'wildcard-mask',
    from,
    length,
    { mask: written, prefix: inverse },
    { index: from, length, text: String(inverse) },
  );
}
