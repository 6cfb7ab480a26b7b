import type { Pattern } from '../sets/build.ts';
import { isBlank, isBoundary } from './characters.ts';
import type { Context } from './context.ts';
import { fault, type Fault } from './fault.ts';
import { formatIpv4, maskBits, quadEnd, readQuad } from './ipv4.ts';
import { readTarget, type TargetReading } from './target.ts';
import { excerpt } from './words.ts';

/** One item of the spec, read. */
export interface Item {
  readonly index: number;
  readonly length: number;
  /** The start of its text, for messages. */
  readonly shown: string;
  readonly exclude: boolean;
  readonly port: number;
  readonly user: string;
  readonly pattern?: Pattern;
  readonly wrong?: Fault;
}

/** Reads all items of the text. Separators and empty items are skipped; every bad item becomes one fault. */
export function readItems(context: Context, limit: number): Item[] {
  const { text } = context;
  const items: Item[] = [];
  let before: TargetReading | undefined;
  let at = 0;
  for (;;) {
    while (isSeparator(text.charCodeAt(at))) at++;
    if (at >= text.length) return items;
    if (items.length >= limit) {
      const wrong = fault('too-many-items', at, 0, { limit });
      items.push({ index: at, length: 0, shown: '', exclude: false, port: 0, user: '', wrong });
      return items;
    }
    const item = readItem(context, at, before);
    items.push(item.item);
    before = item.reading;
    at = item.item.index + item.item.length;
  }
}

function isSeparator(code: number): boolean {
  return code === 44 || code === 32 || code === 10 || code === 9 || code === 59;
}

/** Reads one item with its `!`. */
function readItem(
  context: Context,
  from: number,
  before: TargetReading | undefined,
): { item: Item; reading?: TargetReading } {
  const { text } = context;
  const exclude = text.charCodeAt(from) === 33;
  const at = exclude ? afterBlanks(text, from + 1) : from;
  if (isBoundary(text.charCodeAt(at))) {
    const wrong = exclude
      ? fault('missing-operand', from, 1, { operator: '!' })
      : fault('unexpected', at, 1, { found: text[at] as string });
    return {
      item: { index: from, length: 1, shown: text[from] as string, exclude, port: 0, user: '', wrong },
    };
  }
  const reading = readTarget(context, at);
  const wrong = reading.wrong ?? wrongUser(context, reading, exclude, at) ?? netmask(context, reading);
  const refined = wrong === undefined ? undefined : refine(context, wrong, before);
  const end =
    refined === undefined || refined.index < reading.end ? reading.end : refined.index + refined.length;
  const item: Item = {
    index: from,
    length: end - from,
    shown: excerpt(text, from, end),
    exclude,
    port: reading.port,
    user: reading.user,
    ...(reading.pattern === undefined ? {} : { pattern: reading.pattern }),
    ...(refined === undefined ? {} : { wrong: refined }),
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

/** A bare number after an address belongs to it: says how to write that. */
function refine(context: Context, wrong: Fault, before: TargetReading | undefined): Fault {
  if (
    wrong.fault !== 'bare-number' ||
    before?.pattern?.kind !== 'ipv4' ||
    before.pick === 'block' ||
    before.port !== 0
  ) {
    return wrong;
  }
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
