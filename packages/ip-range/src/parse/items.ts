import type { Pattern } from '../sets/patterns.ts';
import { ENDS, excerpt, matchAt, wordEnd } from './characters.ts';
import { diagnose, fault, type Fault, isFault, suspect } from './fault.ts';
import { readReference } from './groups.ts';
import { formatIpv4, maskBits, plainQuad, QUAD } from './ipv4.ts';
import { COLONS, HOSTS, NAMES, PAGES, PORTS, USERS } from './mistakes.ts';
import { BRACKET, readName } from './name.ts';
import { type Reading, readIpv4 } from './read-ipv4.ts';
import { readIpv6 } from './read-ipv6.ts';
import type { Source } from './source.ts';

/** One item of the spec, read. */
export interface Item {
  readonly type: 'item';
  readonly index: number;
  length: number;
  readonly exclude: boolean;
  /** Where the host starts, after `!` and the user. */
  hostAt: number;
  /** 0 when none is written. */
  port: number;
  /** Empty when none is written. */
  user: string;
  /** Absent when the item is a mistake. */
  pattern?: Pattern;
}

/** What may follow an address and belong to it. */
const MORE = new RegExp(`,(?!\\d+\\.)[\\d*-]|[\\t ]+(?:-|${QUAD}|(?:to|bis|[至到])[\\t ])`, 'iy');

/** A dash with blanks round it, or after it. */
const WIDE_DASH = /[\t ]*-[\t ]+/y;
/** A blank before a dash but none after it: elsewhere this excludes. */
const LOPSIDED_DASH = /[\t ]+-(?=\d)/y;

const NETMASK = new RegExp(`[\\t ]+(?<mask>${QUAD})(?![^${ENDS}])`, 'y');
const WORD_RANGE = new RegExp(`[\\t ]+(?<word>to|bis|[至到])[\\t ]+(?<end>${QUAD})(?![^${ENDS}])`, 'iy');

/** An IPv6 address in brackets. */
const BRACKETED = /^\[([^\]:]*:[^\]:]*:[^\]]*)\](?=:|$)/;

/** One address: both ends of a range may stand apart from their dash. */
const ADDRESS = new RegExp(`^(?:${QUAD}|[\\da-f:.]*:[\\da-f.]*:[\\da-f:.]*(?:%[^:]*?)?)-?$`, 'i');

/**
 * Reads the item whose text starts at `from` (its `!` included) and whose target starts at `at`.
 * @param before the item before it, which a bare number may belong to
 */
export function readItem(
  source: Source,
  from: number,
  at: number,
  exclude: boolean,
  before: Item | undefined,
): { item: Item; wrong: Fault | undefined } {
  const { text } = source;
  const item: Item = { type: 'item', index: from, length: 0, exclude, hostAt: at, port: 0, user: '' };
  let wrong: Fault | undefined;
  source.end = wordEnd(text, at);
  try {
    item.pattern = text[at] === '@' ? readReference(source, at) : readTarget(source, item);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    wrong = correct(
      source,
      item,
      thrown.code === 'bare-number' ? joinNumber(source, thrown, before) : thrown,
    );
  }
  item.length = source.end - from;
  return { item, wrong };
}

/** Reads `[user@]host[:port]`. */
function readTarget(source: Source, item: Item): Pattern {
  const { text } = source;
  const start = item.hostAt;
  const word = text.slice(start, source.end);
  const plain = plainQuad(word);
  if (plain >= 0 && matchAt(MORE, text, source.end) === null)
    return { kind: 'ipv4', line: [plain, plain + 1] };
  if (word.includes('://')) suspect(PAGES, word, start);
  const mark = word.indexOf('@');
  if (mark >= 0) {
    item.user = word.slice(0, mark);
    item.hostAt += mark + 1;
    if (!/^\w[\w.-]{0,63}\$?$/.test(item.user)) diagnose(USERS, item.user, start);
    if (item.hostAt === source.end) throw fault('missing-operand', start + mark, 1, { operator: '@' });
  }
  const host = wholeRange(source, item.hostAt);
  const { pattern, length } = readHost(source, host, item.hostAt);
  item.port = readPort(source, item.hostAt + length);
  if (item.exclude && item.user !== '') throw fault('user-in-exclusion', start, mark + 1, {}, '');
  if (plainQuad(host) >= 0) checkNext(source, item.hostAt, host);
  return pattern;
}

/** The text of the host; with blanks round its dash a range goes on after the word. */
function wholeRange(source: Source, at: number): string {
  const { text, end } = source;
  const word = text.slice(at, end);
  if (ADDRESS.test(word)) {
    const dash = matchAt(WIDE_DASH, text, word.endsWith('-') ? end - 1 : end);
    if (dash !== null) source.end = wordEnd(text, WIDE_DASH.lastIndex);
    else if (matchAt(LOPSIDED_DASH, text, end) !== null && !word.includes(':')) {
      const right = LOPSIDED_DASH.lastIndex;
      source.end = wordEnd(text, right);
      const fix = { index: end, length: right - end, text: '-', unsure: true };
      throw fault('spaced-dash', right - 1, 1, { right: excerpt(text.slice(right, source.end)) }, fix);
    }
  }
  return text.slice(at, source.end);
}

/** Reads a host without user and port. Rules T1 to T4: an address pattern first, then colons, then brackets. */
function readHost(source: Source, host: string, at: number): Reading {
  const inner = BRACKETED.exec(host)?.[1];
  if (inner !== undefined) return { pattern: readIpv6(inner, at + 1, source.spec), length: inner.length + 2 };
  const ipv4 = /^[\d*[{]/.test(host) ? readIpv4(source, host, at) : undefined;
  if (ipv4 !== undefined) return ipv4;
  const masked = host.replace(BRACKET, (bracket) =>
    (/[a-z]/i.test(bracket) ? 'a' : '0').repeat(bracket.length),
  );
  if (/:.*:/.test(masked)) {
    suspect(COLONS, host, at);
    return { pattern: readIpv6(host, at, source.spec), length: host.length };
  }
  const length = masked.search(/:|$/);
  const name = host.slice(0, length);
  const shapes = readName(source, name, masked.slice(0, length), at);
  if (shapes !== undefined) return { pattern: { kind: 'names', shapes }, length };
  if (source.spec[at] === '~') throw fault('needs-inventory', at, 1, { char: '~' });
  suspect(HOSTS, name || host, at);
  return diagnose(NAMES, masked.slice(0, length), at);
}

function readPort({ text, end }: Source, at: number): number {
  const rest = text.slice(at, end);
  if (rest === '') return 0;
  const port = /^:[1-9]\d{0,4}$/.test(rest) ? Number(rest.slice(1)) : Infinity;
  if (port <= 65_535) return port;
  const next = text[end] ?? '';
  if (rest === ':' && /^[!&]/.test(next))
    throw fault('bad-port', at, 1, { why: 'operator', operator: next }, '');
  return diagnose(PORTS, rest, at);
}

/** What stands after an address and was meant to belong to it: a netmask (rule T7), or the word "to" and an address. */
function checkNext({ text, end }: Source, at: number, address: string): void {
  const { mask } = matchAt(NETMASK, text, end)?.groups ?? {};
  const bits = mask === undefined ? -1 : maskBits(plainQuad(mask));
  if (mask !== undefined && bits >= 8 && bits < 32) {
    const stop = NETMASK.lastIndex;
    const fix = { index: at, length: stop - at, text: `${address}/${bits}` };
    throw fault('mask-after-space', stop - mask.length, mask.length, { mask }, fix);
  }
  const match = matchAt(WORD_RANGE, text, end);
  const { word, end: last } = match?.groups ?? {};
  if (match === null || word === undefined || last === undefined) return;
  const stop = WORD_RANGE.lastIndex;
  const from = text.indexOf(word, end);
  const fix = { index: at, length: stop - at, text: `${address}-${last}` };
  throw fault('word-range', from, stop - from, { word }, fix);
}

/** A bare number after an address belongs to it, and a large one is an address: says how to write that. */
function joinNumber({ text }: Source, wrong: Fault, before: Item | undefined): Fault {
  const { index, length } = wrong;
  const number = text.slice(index, index + length);
  const end = before === undefined ? 0 : before.index + before.length;
  const head = before === undefined || before.port > 0 ? '' : text.slice(before.hostAt, end);
  if (
    before?.pattern !== undefined &&
    /^(?:\d+\.){3}[\d,-]+$/.test(head) &&
    /^\d{1,3}(?:-\d{1,3})?$/.test(number)
  ) {
    const fix = { index: before.hostAt, length: index + length - before.hostAt, text: `${head},${number}` };
    return { ...wrong, fix };
  }
  const value = Number(number);
  if (!(value >= 2 ** 24 && value < 2 ** 32)) return wrong;
  return {
    ...wrong,
    params: { ...wrong.params, why: 'address' },
    fix: { index, length, text: formatIpv4(value), unsure: true },
  };
}

/** Shows the correction inside its whole item, and makes the item reach to the end of the mistake. */
function correct(source: Source, { hostAt }: Item, wrong: Fault): Fault {
  const { text } = source;
  const { fix, params } = wrong;
  source.end = Math.max(source.end, wrong.index + wrong.length);
  if (fix === undefined) return wrong;
  const from = Math.min(hostAt, fix.index);
  const fixed = text.slice(from, fix.index) + fix.text + text.slice(fix.index + fix.length, source.end);
  return {
    ...wrong,
    params: { ...params, fixed: excerpt(fixed) },
    fix: fix.unsure === true ? undefined : fix,
  };
}
