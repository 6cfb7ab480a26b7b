import type { IssueParams } from '../types.ts';
import { excerpt } from './characters.ts';
import { fault, type Fix, type Place } from './fault.ts';

/** The number of a text that is one address as it is printed (`10.0.0.1`), in one pass; -1 for any other text. */
export function plainQuad(text: string): number {
  let [value, octet, digits, dots] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && octet === 0) return -1;
      octet = octet * 10 + digit;
      digits++;
      if (octet > 255) return -1;
    } else {
      if (digit !== -2 || digits === 0 || dots === 3) return -1;
      value = value * 256 + octet;
      [octet, digits] = [0, 0];
      dots++;
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}

/** `10.0.0.1` for 167772161. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** The value of an octet; refuses leading zeros, which some programs take for octal, and what is over 255. */
export function readOctet(digits: string, { index, length }: Place, params: IssueParams, fix?: Fix): number {
  const value = Number(digits);
  const octet = excerpt(digits);
  if (/^0./.test(digits)) {
    const octal = Number.parseInt(digits, 8);
    const more = /[89]/.test(digits) || octal === value ? {} : { octal };
    throw fault('leading-zero', index, length, { ...params, octet, decimal: value, ...more });
  }
  if (value > 255) throw fault('octet-range', index, length, { ...params, octet }, fix);
  return value;
}

/** The number of four numbers with dots that start at `index`. */
export function readQuad(quad: string, index: number): number {
  const plain = plainQuad(quad);
  if (plain >= 0) return plain;
  let [value, part, at] = [0, 0, index];
  for (const octet of quad.split('.')) {
    value = value * 256 + readOctet(octet, { index: at, length: octet.length }, { part: ++part });
    at += octet.length + 1;
  }
  return value;
}

/** A prefix length. */
export function readPrefix(prefix: string, index: number, max: number): number {
  const bits = /^(?:0|[1-9]\d*)$/.test(prefix) ? Number(prefix) : Infinity;
  if (bits <= max) return bits;
  const code = bits === Infinity ? 'bad-prefix' : 'prefix-range';
  throw fault(code, index, prefix.length, { prefix: excerpt(prefix), max });
}

/** Prefix length of a contiguous netmask, or -1. */
export function maskBits(mask: number): number {
  const holes = ~mask >>> 0;
  return (holes & (holes + 1)) === 0 ? Math.clz32(holes) : -1;
}
