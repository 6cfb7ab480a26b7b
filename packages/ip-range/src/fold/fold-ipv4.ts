import { formatIpv4 } from '../parse/ipv4.ts';
import type { Body } from '../sets/shelf.ts';
import { boxesOf, rangeList } from './boxes.ts';

/**
 * The shortest texts for a set of IPv4 addresses. Ranges inside one /24 join into an octet list, and /24s (then /16s,
 * then /8s) with the same list join into octet patterns: `10.0.0-3.1,5`. Ranges across /24s stay ranges or blocks.
 */
export function foldIpv4(body: Body): string[] {
  if (body.type === 'grid') return boxesOf(body.grid).map((box) => box.map(octets).join('.'));
  if (body.type === 'big') return [];
  const out: { at: number; text: string }[] = [];
  const rows: Row[] = [];
  for (let i = 0; i < body.line.length; i += 2) {
    const from = body.line[i] as number;
    const to = body.line[i + 1] as number;
    if (Math.floor(from / 256) === Math.floor((to - 1) / 256)) addToRow(rows, from, to);
    else out.push({ at: from, text: wideText(from, to) });
  }
  for (const group of joinRows(rows)) out.push(group);
  return out.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

/** All ranges inside one /24. */
interface Row {
  readonly net: number;
  readonly cuts: number[];
}

function addToRow(rows: Row[], from: number, to: number): void {
  const net = Math.floor(from / 256);
  const last = rows.at(-1);
  const row = last?.net === net ? last : { net, cuts: [] };
  if (row !== last) rows.push(row);
  row.cuts.push(from - net * 256, to - net * 256);
}

/** Patterns of the rows: equal last octets under the same two numbers join, then equal pairs, then equal triples. */
function joinRows(rows: readonly Row[]): { at: number; text: string }[] {
  const leaves = rows.map((row) => ({ at: row.net * 256, tail: octets(row.cuts), single: row }));
  const third = joinLevel(leaves, 65_536);
  const second = joinLevel(third, 16_777_216);
  const first = joinLevel(second, 4_294_967_296);
  return first.map(({ at, tail, single }) => ({
    at,
    text: single === undefined ? tail : rowText(single, tail),
  }));
}

interface Part {
  /** Lowest address that the part stands for. */
  readonly at: number;
  /** The octets written so far, from the right. */
  readonly tail: string;
  /** The one row it consists of, if it is only one. */
  readonly single: Row | undefined;
}

/** Joins parts that lie in one block of `block` addresses and have the same tail into one part each. */
function joinLevel(parts: readonly Part[], block: number): Part[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = `${Math.floor(part.at / block)} ${part.tail}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].map((group) => {
    const cuts = group.map(({ at }) => Math.floor((at % block) / (block / 256))).flatMap((n) => [n, n + 1]);
    const [first] = group as [Part];
    const single = group.length === 1 ? first.single : undefined;
    return { at: first.at, tail: `${octets(touching(cuts))}.${first.tail}`, single };
  });
}

/** Joins ascending pairs that touch. */
function touching(cuts: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < cuts.length; i += 2) {
    if (out.at(-1) === cuts[i]) out[out.length - 1] = cuts[i + 1] as number;
    else out.push(cuts[i] as number, cuts[i + 1] as number);
  }
  return out;
}

/** One row by itself: a block when that is shorter than its one range. */
function rowText(row: Row, text: string): string {
  const [from, to] = row.cuts as [number, number];
  const block = row.cuts.length === 2 ? blockText(row.net * 256 + from, row.net * 256 + to) : undefined;
  return block !== undefined && block.length <= text.length && to - from > 1 ? block : text;
}

/** `10.0.0.0/24` when the range is exactly one block. */
function blockText(from: number, to: number): string | undefined {
  const size = to - from;
  const bits = Math.log2(size);
  return Number.isInteger(bits) && from % size === 0 ? `${formatIpv4(from)}/${32 - bits}` : undefined;
}

function wideText(from: number, to: number): string {
  return blockText(from, to) ?? `${formatIpv4(from)}-${formatIpv4(to - 1)}`;
}

/** One octet set: `*`, `7`, `1-3,7`. */
function octets(cuts: readonly number[]): string {
  return cuts.length === 2 && cuts[0] === 0 && cuts[1] === 256 ? '*' : rangeList(cuts, String);
}
