import { isBoundary, isDigit, isInvisible } from './characters.ts';
import { type Context, type Reading, refused, type TargetReading } from './context.ts';
import { addressFault, looksLikeAddress, namesAddress } from './address-like.ts';
import { codePoint, fault, type Fault, isFault } from './fault.ts';
import { quadEnd } from './ipv4.ts';
import { readName } from './name.ts';
import { readIpv4 } from './read-ipv4.ts';
import { readBracketed, readIpv6 } from './read-ipv6.ts';
import { countOf, excerpt, findIn, findOutside, wordEnd } from './words.ts';

/** Reads the item that starts at `from`, which is not a separator. */
export function readTarget(context: Context, from: number): TargetReading {
  const { text } = context;
  const quad = isDigit(text.charCodeAt(from)) ? quadEnd(text, from) : -1;
  const plain = quad >= 0 && isBoundary(text.charCodeAt(quad)) ? readIpv4(context, from) : undefined;
  if (plain !== undefined) return finish(context, plain, from, '');
  const end = wordEnd(text, from);
  const url = urlFault(text, from, end);
  if (url !== undefined) return refused(url, end, from);
  const at = findOutside(text, 64, from, end);
  if (at < 0) return finish(context, readHost(context, from, end), from, '');
  const bad = userFault(text, from, at);
  if (bad !== undefined) return refused(bad, end, at + 1);
  if (at + 1 === end) return refused(fault('missing-operand', at, 1, { operator: '@' }), end, at + 1);
  return finish(context, readHost(context, at + 1, end), at + 1, text.slice(from, at));
}

/** Reads the port, if there is one, and makes sure that the item ends after it. */
function finish(context: Context, host: Reading, hostAt: number, user: string): TargetReading {
  const { text } = context;
  const { end } = host;
  if ('wrong' in host) return refused(host.wrong, wordEnd(text, end), hostAt);
  const { pattern, pick } = host;
  if (isBoundary(text.charCodeAt(end)))
    return { end, wrong: undefined, pattern, hostAt, port: 0, user, pick };
  const stop = wordEnd(text, end);
  if (text.charCodeAt(end) !== 58) {
    const params = { why: 'trailing', rest: excerpt(text, end, stop) };
    return refused(fault('bad-ipv4', end, stop - end, params), stop, hostAt);
  }
  const port = readPort(text, hostAt, end, stop);
  if (typeof port !== 'number') return refused(port, stop, hostAt);
  return { end: stop, wrong: undefined, pattern, hostAt, port, user, pick };
}

function readPort(text: string, hostAt: number, colon: number, to: number): number | Fault {
  const written = excerpt(text, colon + 1, to);
  if (/^[1-9]\d{0,4}$/.test(written) && Number(written) <= 65_535) return Number(written);
  if (quadEnd(text, colon + 1) === to) {
    const cidr = `${excerpt(text, hostAt, colon)}/${written}`;
    return fault('mask-after-colon', colon + 1, to - colon - 1, { mask: written, cidr });
  }
  if (written.includes(':')) return fault('bad-port', colon, to - colon, { why: 'several', port: written });
  return fault('bad-port', colon + 1, to - colon - 1, { port: written });
}

/** Reads a host without user and port. Rules T1 to T4: an address pattern first, then colons, then brackets. */
function readHost(context: Context, from: number, end: number): Reading {
  const { text } = context;
  const code = text.charCodeAt(from);
  if (code === 91) {
    const close = findIn(text, 93, from, end);
    if (close >= 0 && countOf(text, 58, from, close) >= 2 && endsHost(text, close + 1)) {
      return readBracketed(context, from, close);
    }
  }
  if (isDigit(code) || code === 42 || code === 91 || code === 123) {
    const ipv4 = readIpv4(context, from);
    if (ipv4 !== undefined) return ipv4;
  }
  const colon = findOutside(text, 58, from, end);
  if (colon >= 0 && findOutside(text, 58, colon + 1, end) >= 0) {
    const several = severalPorts(text, from, colon, end);
    return several === undefined ? readIpv6(context, from, end) : { wrong: several, end };
  }
  const hostEnd = colon < 0 ? end : colon;
  const hidden = invisibleIn(text, from, hostEnd);
  if (hidden !== undefined) return { wrong: hidden, end };
  const word = wordRange(text, from, hostEnd);
  if (word !== undefined) return { wrong: word, end };
  if (context.spec[from] === '~') return { wrong: fault('needs-inventory', from, 1, { char: '~' }), end };
  if (text.charCodeAt(from) === 45) return { wrong: dashFault(text, from, hostEnd), end };
  if (hostEnd === from) return { wrong: fault('unexpected', from, 1, { found: ':' }), end };
  if (looksLikeAddress(text, from, hostEnd)) return { wrong: addressFault(context, from, hostEnd), end };
  const shapes = readName(text, from, hostEnd, context.ranges);
  if (isFault(shapes)) return { wrong: shapes, end };
  if (shapes.some(namesAddress)) return { wrong: addressFault(context, from, hostEnd), end };
  return { pattern: { kind: 'names', shapes }, end: hostEnd };
}

function endsHost(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isBoundary(code) || code === 58;
}

/** `web1:22:33` has two colons but nothing of an IPv6 address. */
function severalPorts(text: string, from: number, colon: number, end: number): Fault | undefined {
  const host = text.slice(from, Math.min(colon, from + 260));
  if (
    /^[0-9a-f]{0,4}$/i.test(host) ||
    !/^[\w.-]+$/.test(host) ||
    !/^:[\d:]+$/.test(excerpt(text, colon, end))
  )
    return undefined;
  return fault('bad-port', colon, end - colon, { why: 'several', port: excerpt(text, colon + 1, end) });
}

/** A dash in front: an exclusion as other tools write it, or a range without a start. */
function dashFault(text: string, from: number, end: number): Fault {
  if (end === from + 1) return fault('unexpected', from, 1, { found: '-' });
  const rest = excerpt(text, from + 1, end);
  return /^\d+$/.test(rest)
    ? fault('open-range', from, 1, { why: 'start' })
    : fault('dash-exclusion', from, 1, { rest });
}

function urlFault(text: string, from: number, end: number): Fault | undefined {
  const mark = findIn(text, 58, from, end);
  if (mark < 0 || !text.startsWith('//', mark + 1)) return undefined;
  const scheme = text.slice(from, mark);
  if (!/^[a-z][a-z0-9+.-]{0,20}$/i.test(scheme)) return undefined;
  const host = /^[^/?]*/.exec(text.slice(mark + 3, Math.min(end, mark + 300)))?.[0] ?? '';
  const params = host === '' ? { why: 'url' } : { why: 'url', host };
  const fix = host === '' ? undefined : { index: from, length: end - from, text: host };
  return fault('url-or-path', mark, end - mark, params, fix);
}

/** `10.0.0.1至10.0.0.5`: the Chinese words for "to". */
function wordRange(text: string, from: number, to: number): Fault | undefined {
  for (let at = from + 1; at < to - 1; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x81f3 && code !== 0x5230) continue;
    const left = excerpt(text, from, at);
    const right = excerpt(text, at + 1, to);
    if (!/\d$/.test(left) || !/^\d/.test(right)) return undefined;
    const range = `${left}-${right}`;
    const fix = quadEnd(left, 0) === left.length ? { index: at, length: 1, text: '-' } : undefined;
    return fault('word-range', at, 1, { word: text[at] as string, range }, fix);
  }
  return undefined;
}

function invisibleIn(text: string, from: number, to: number): Fault | undefined {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (isInvisible(code)) return fault('invisible-character', i, 1, { code: codePoint(code) });
  }
  return undefined;
}

function userFault(text: string, from: number, at: number): Fault | undefined {
  const hidden = invisibleIn(text, from, at);
  if (hidden !== undefined) return hidden;
  const user = excerpt(text, from, at);
  return /^[A-Za-z0-9_][\w.-]{0,63}\$?$/.test(user)
    ? undefined
    : fault('bad-user', from, at - from, { user });
}
