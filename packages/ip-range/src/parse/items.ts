import type { Pattern } from '../sets/patterns.ts';
import { isBlank, isBoundary } from './characters.ts';
import type { Context, TargetReading } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { formatIpv4, maskBits, quadEnd, readQuad } from './ipv4.ts';
import { readTarget } from './target.ts';
import { readReference } from './groups.ts';
import { excerpt, wordEnd } from './words.ts';

/** One item of the spec, read. */
export interface Item {
  readonly type: 'item';
  readonly index: number;
  readonly length: number;
  /** The start of its text, for messages. */
  readonly shown: string;
  readonly exclude: boolean;
  readonly port: number;
  readonly user: string;
  readonly pattern: Pattern | undefined;
  readonly pick: TargetReading['pick'];
  readonly wrong: Fault | undefined;
}

/** An item that is nothing but a mistake. */
export function wrongItem(index: number, wrong: Fault, { text }: Context): Item {
  const length = Math.min(wrong.index + wrong.length, text.length) - index;
  return {
    type: 'item',
    index,
    length,
    shown: excerpt(text, index, index + length),
    exclude: false,
    port: 0,
    user: '',
    pattern: undefined,
    pick: undefined,
    wrong,
  };
}

/**
 * Reads the item whose text starts at `from` (its `!` included) and whose host starts at `at`.
 * @param before the item before it, which a bare number may belong to
 */
export function readItem(
  context: Context,
  from: number,
  at: number,
  exclude: boolean,
  before: TargetReading | undefined,
): { item: Item; reading: TargetReading } {
  const { text } = context;
  const reading = text.charCodeAt(at) === 64 ? readReference(context, at) : readTarget(context, at);
  if (reading.pattern !== undefined) context.spend(reading.pattern, reading.end - at);
  const wrong =
    reading.wrong ??
    wrongUser(context, reading, exclude, at) ??
    netmask(context, reading) ??
    wordRange(context, reading);
  const refined = wrong === undefined ? undefined : refine(context, wrong, reading, before);
  const end =
    refined === undefined || refined.index < reading.end ? reading.end : refined.index + refined.length;
  const item: Item = {
    type: 'item',
    index: from,
    length: end - from,
    shown: excerpt(text, from, end),
    exclude,
    port: reading.port,
    user: reading.user,
    pattern: reading.pattern,
    pick: reading.pick,
    wrong: refined,
  };
  return { item, reading };
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

function wrongUser(
  context: Context,
  reading: TargetReading,
  exclude: boolean,
  at: number,
): Fault | undefined {
  if (!exclude || reading.user === '') return undefined;
  const host = excerpt(context.text, reading.hostAt, reading.end);
  const length = reading.hostAt - at;
  return fault('user-in-exclusion', at, length, { host }, { index: at, length, text: '' });
}

/** Rule T7: an address, blanks and a netmask was meant as a network. */
function netmask(context: Context, reading: TargetReading): Fault | undefined {
  const { text } = context;
  if (reading.pick !== 'address' || reading.pattern?.kind !== 'ipv4' || reading.port !== 0) return undefined;
  const at = afterBlanks(text, reading.end);
  if (at === reading.end) return undefined;
  const end = quadEnd(text, at);
  if (end < 0 || !isBoundary(text.charCodeAt(end))) return undefined;
  const mask = readQuad(text, at, end);
  const bits = typeof mask === 'number' ? maskBits(mask) : -1;
  if (bits < 8 || bits === 32) return undefined;
  const cidr = `${formatIpv4(reading.pattern.line[0] as number)}/${bits}`;
  const fix = { index: reading.hostAt, length: end - reading.hostAt, text: cidr };
  return fault('mask-after-space', at, end - at, { mask: text.slice(at, end), cidr }, fix);
}

/** `10.0.0.1 to 10.0.0.5`: the English (or German) word between two addresses is not a host. */
function wordRange(context: Context, reading: TargetReading): Fault | undefined {
  const { text } = context;
  if (reading.pick !== 'address' || reading.pattern?.kind !== 'ipv4' || reading.port !== 0) return undefined;
  const word = afterBlanks(text, reading.end);
  if (word === reading.end || !/^(to|bis|[\u81f3\u5230])$/i.test(excerpt(text, word, wordEnd(text, word))))
    return undefined;
  const end = wordEnd(text, word);
  const right = afterBlanks(text, end);
  const stop = quadEnd(text, right);
  if (stop < 0 || right === end || !isBoundary(text.charCodeAt(stop))) return undefined;
  const range = `${excerpt(text, reading.hostAt, reading.end)}-${excerpt(text, right, stop)}`;
  const fix = { index: reading.hostAt, length: stop - reading.hostAt, text: range };
  return fault('word-range', word, stop - word, { word: text.slice(word, end), range }, fix);
}

/** Says more about a mistake that its neighbours explain. */
function refine(
  context: Context,
  wrong: Fault,
  reading: TargetReading,
  before: TargetReading | undefined,
): Fault {
  const { text } = context;
  if (wrong.code === 'bad-port' && wrong.params.port === '' && /^[!&]/.test(text[reading.end] ?? '')) {
    const params = { why: 'operator', port: '', operator: text[reading.end] as string };
    return fault('bad-port', wrong.index - 1, 1, params, { index: wrong.index - 1, length: 1, text: '' });
  }
  return wrong.code === 'bare-number' ? joinNumber(context, wrong, before) : wrong;
}

/** A bare number after an address belongs to it: says how to write that. */
function joinNumber(context: Context, wrong: Fault, before: TargetReading | undefined): Fault {
  if (
    (before?.pattern?.kind !== 'ipv4' && before?.pattern?.kind !== 'octets') ||
    before.pick === 'block' ||
    before.port !== 0
  )
    return wrong;
  const number = String(wrong.params.number);
  const head = excerpt(context.text, before.hostAt, before.end);
  if (!/^\d+\.\d+\.\d+\.[\d,-]+$/.test(head) || !/^\d{1,3}(-\d{1,3})?$/.test(number)) return wrong;
  const fix = { index: before.end, length: wrong.index + wrong.length - before.end, text: `,${number}` };
  return fault(
    'bare-number',
    wrong.index,
    wrong.length,
    { ...wrong.params, joined: `${head},${number}` },
    fix,
  );
}
