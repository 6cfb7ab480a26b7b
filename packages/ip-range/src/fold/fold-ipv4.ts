import { formatIpv4 } from '../parse/ipv4.ts';
import { type Grid, Meter, uniteBoxes } from '../sets/grid.ts';
import { gridLine, lastAtMost } from '../sets/render.ts';
import { type Body, octetBoxes } from '../sets/shelf.ts';
import { boxesOf, octetText } from './boxes.ts';
import { type Part, patternsOf, type Row } from './rows.ts';

/** Sets with more ranges across /24s than this write each of them for itself. */
const MAX_WIDE = 2048;

/** Grids with more ranges than this fold axis by axis. */
const MAX_RANGES = 65_536;

/**
 * The shortest texts for a set of IPv4 addresses. Ranges inside one /24 join into an octet list, and /24s (then /16s,
 * then /8s) with the same list join into patterns: `10.0.0-3.1,5`. Ranges across /24s are written as a block, as both
 * ends or as patterns: a block when it is one (`10.0.0.0/22`, though `10.0.0-3.*` is shorter: people and other tools
 * know it better), otherwise whichever is shortest.
 */
export function foldIpv4(body: Body): string[] {
  if (body.type === 'big') return [];
  if (body.type === 'grid') return foldGrid(body.grid);
  const wide: number[] = [];
  const rows: Row[] = [];
  for (let i = 0; i < body.line.length; i += 2) {
    const from = body.line[i] as number;
    const to = body.line[i + 1] as number;
    if (from >>> 8 === (to - 1) >>> 8) addToRow(rows, from, to);
    else wide.push(from, to);
  }
  const parts = [...foldWide(wide), ...patternsOf(rows).map(rowText)];
  return parts.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

/** A grid of few ranges folds as those ranges do: equal sets fold alike, however they are kept. */
function foldGrid(grid: Grid): string[] {
  const line: number[] = [];
  for (const [from, to] of gridLine(grid)) {
    if (line.length >= 2 * MAX_RANGES) return boxesOf(grid).map(boxText);
    line.push(from, to);
  }
  return foldIpv4({ type: 'line', line });
}

interface Text {
  /** Lowest address it stands for. */
  readonly at: number;
  readonly text: string;
}

function addToRow(rows: Row[], from: number, to: number): void {
  const net = from >>> 8;
  const last = rows.at(-1);
  const row = last?.net === net ? last : { net, cuts: [] };
  if (row !== last) rows.push(row);
  row.cuts.push(from - net * 256, to - net * 256);
}

/** One row by itself may be shorter as a block; a pattern of several rows stays. */
function rowText({ at, tail, single }: Part): Text {
  if (single?.cuts.length !== 2) return { at, text: tail };
  const [from, to] = single.cuts as [number, number];
  const block = to - from > 1 ? blockText(at, at + to - from) : undefined;
  const better = block !== undefined && (to - from === 256 || block.length <= tail.length);
  return { at, text: better ? block : tail };
}

/** Texts for ranges across /24s; patterns may stand for parts of several of them. */
function foldWide(wide: readonly number[]): Text[] {
  if (wide.length > 2 * MAX_WIDE)
    return pairsOf(wide).map(([from, to]) => ({ at: from, text: plainText(from, to) }));
  if (wide.length === 0) return [];
  const starts = pairsOf(wide).map(([from]) => BigInt(from));
  const own: Text[][] = starts.map(() => []);
  const shared: Text[] = [];
  for (const box of boxesOf(gridOf(wide))) {
    const first = box.reduce((value, cuts) => value * 256 + (cuts[0] as number), 0);
    const last = box.reduce((value, cuts) => value * 256 + (cuts.at(-1) as number) - 1, 0);
    const low = lastAtMost(starts, BigInt(first));
    const high = lastAtMost(starts, BigInt(last));
    const text = { at: first, text: boxText(box) };
    if (low === high) (own[low] as Text[]).push(text);
    else shared.push(text);
  }
  return choose(wide, own, shared);
}

/** Takes the patterns, or the plain text of every range, or (where no pattern is shared) the better for each range. */
function choose(wide: readonly number[], own: readonly (readonly Text[])[], shared: readonly Text[]): Text[] {
  const plain = pairsOf(wide).map(([from, to]) => ({ at: from, text: plainText(from, to) }));
  if (shared.length > 0) {
    const patterns = [...own.flat(), ...shared];
    return lengthOf(patterns) < lengthOf(plain) ? patterns : plain;
  }
  return plain.flatMap((text, i) => {
    if (text.text.includes('/')) return [text];
    const patterns = own[i] as readonly Text[];
    return lengthOf(patterns) < text.text.length + 1 ? patterns : [text];
  });
}

function lengthOf(texts: readonly Text[]): number {
  return texts.reduce((sum, { text }) => sum + text.length + 1, 0);
}

function gridOf(wide: readonly number[]): Grid {
  const boxes: number[][][] = [];
  for (const [from, to] of pairsOf(wide)) octetBoxes(from, to, 3, [], boxes);
  return uniteBoxes(boxes, new Meter());
}

function pairsOf(cuts: readonly number[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < cuts.length; i += 2) pairs.push([cuts[i] as number, cuts[i + 1] as number]);
  return pairs;
}

/** `10.0.0.0/23` when the range is exactly one block, both ends otherwise. */
function plainText(from: number, to: number): string {
  return blockText(from, to) ?? `${formatIpv4(from)}-${formatIpv4(to - 1)}`;
}

function blockText(from: number, to: number): string | undefined {
  const size = to - from;
  const bits = Math.log2(size);
  return Number.isInteger(bits) && from % size === 0 ? `${formatIpv4(from)}/${32 - bits}` : undefined;
}

function boxText(box: readonly (readonly number[])[]): string {
  return box.map(octetText).join('.');
}
