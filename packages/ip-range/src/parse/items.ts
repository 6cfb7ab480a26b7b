import { ipv4Range, type Pattern } from '../sets/patterns.ts';
import { ENDS, excerpt, itemEnd, matchAt, matchesAt, QUAD } from './characters.ts';
import { diagnose, fault, type Fault, type Fix, isFault, suspect } from './fault.ts';
import { readReference } from './groups.ts';
import { formatIpv4, maskBits, plainQuad } from './ipv4.ts';
import { COLONS, HOSTS, ITEMS, NAMES, PORTS } from './mistakes.ts';
import { BRACKET, readName } from './name.ts';
import { type Reading, readIpv4 } from './read-ipv4.ts';
import { readIpv6 } from './read-ipv6.ts';
import type { Source } from './source.ts';

/** One item of the spec, read. */
export interface Item {
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
  wrong?: Fault;
}

/** A comma after an address that may go on with its last octet. */
const LIST = /,(?!\d+\.)[\d*-]/y;

/** What may follow an address, and was meant to belong to it: a netmask, the end of a range. */
const NEXT = new RegExp(
  `[\\t ]+(?:(?<mask>${QUAD})|-(?<right>\\d[^${ENDS}]*)|(?<word>to|bis|[至到])[\\t ]+(?<last>${QUAD}))(?![^${ENDS}])`,
  'iy',
);

/** An IPv6 address in brackets. */
const BRACKETED = /^\[([^\]:]*:[^\]:]*:[^\]]*)\](?=:|$)/;

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
): Item {
  const { text } = source;
  const item: Item = { index: from, length: 0, exclude, hostAt: at, port: 0, user: '' };
  source.end = itemEnd(text, at);
  try {
    item.pattern = text[at] === '@' ? readReference(source, at) : readTarget(source, item);
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    const wrong = thrown.code === 'bare-number' ? joinNumber(source, thrown, before) : thrown;
    item.wrong = correct(source, item, wrong);
  }
  item.length = source.end - from;
  return item;
}

/** Reads `[user@]host[:port]`. */
function readTarget(source: Source, item: Item): Pattern {
  const { text } = source;
  const start = item.hostAt;
  const word = text.slice(start, source.end);
  const plain = plainQuad(word);
  if (plain >= 0 && !matchesAt(LIST, text, source.end)) {
    checkNext(source, start, word);
    return ipv4Range(plain, plain);
  }
  suspect(ITEMS, word, start);
  const [mark = '', user = ''] = /^([^@[{]*)@/.exec(word) ?? [];
  item.user = user;
  item.hostAt += mark.length;
  if (mark !== '' && !/^\w[\w.-]{0,63}\$?$/.test(user))
    throw fault('bad-user', start, user.length, { user: excerpt(user) });
  if (item.hostAt === source.end) throw fault('missing-operand', item.hostAt - 1, 1, { operator: '@' });
  const host = text.slice(item.hostAt, source.end);
  const { pattern, length } = readHost(source, host, item.hostAt);
  item.port = readPort(source, item.hostAt + length);
  if (item.exclude && user !== '') throw fault('user-in-exclusion', start, mark.length, {}, '');
  if (plainQuad(host) >= 0) checkNext(source, item.hostAt, host);
  return pattern;
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
  const parts = readName(source, name, masked.slice(0, length), at);
  if (parts !== undefined) return { pattern: { kind: 'name', parts }, length };
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

/** Refuses what stands after an address and was meant to belong to it. */
function checkNext({ text, end }: Source, at: number, address: string): void {
  const match = matchAt(NEXT, text, end);
  if (match === null) return;
  const stop = NEXT.lastIndex;
  const { length } = match[0].trimStart();
  const { mask, right, word, last } = match.groups ?? {};
  const fix = (rest: string): Fix => ({ index: at, length: stop - at, text: address + rest });
  if (word !== undefined) throw fault('word-range', stop - length, length, { word }, fix(`-${last}`));
  if (right !== undefined)
    throw fault('spaced-dash', stop - length, 1, { right }, { ...fix(`-${right}`), unsure: true });
  const bits = maskBits(plainQuad(mask ?? ''));
  if (bits >= 8 && bits < 32)
    throw fault('mask-after-space', stop - length, length, { mask: mask ?? '' }, fix(`/${bits}`));
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
  source.end = Math.max(
    source.end,
    wrong.index + wrong.length,
    fix === undefined ? 0 : fix.index + fix.length,
  );
  if (fix === undefined) return wrong;
  const from = Math.min(hostAt, fix.index);
  const fixed = text.slice(from, fix.index) + fix.text + text.slice(fix.index + fix.length, source.end);
  return {
    ...wrong,
    params: { ...params, fixed: excerpt(fixed) },
    fix: fix.unsure === true ? undefined : fix,
  };
}
