import { formatIpv4 } from '../parse/ipv4.ts';
import { behind, type Box, combineGrids, type Grid, GridBuilder, POINT, uniteBoxes } from '../sets/grid.ts';
import { DIFFERENCE, type Line, lineSize } from '../sets/line.ts';
import { octetsOf } from '../sets/patterns.ts';
import { stretchesOf } from '../sets/render.ts';
import { spanBoxes } from '../sets/span.ts';
import { coverOf } from './cover.ts';
import { octetText, shortest } from './text.ts';

/** Up to as many ranges across /24s are tried with and without; of more, all or none are written as ranges. */
const MAX_TRIED = 8;

/** Among more stretches than this ranges across /24s are not looked for. */
const MAX_SEEN = 16_384;

interface Item {
  /** Lowest address that it stands for. */
  readonly at: number;
  readonly text: string;
}

/** A range across /24s. */
interface Wide extends Item {
  readonly boxes: readonly Box[];
}

/**
 * The shortest texts for a set of IPv4 addresses: patterns of octets and blocks, and for ranges across /24s both ends
 * where that is shorter (`10.0.0.5-10.0.2.20`). Of two texts of one length a block is taken: people and other tools
 * know it better.
 */
export function foldIpv4(grid: Grid, autostep: number): string[] {
  const text = (box: Box): string => octetsText(box, autostep);
  const wide = widesOf(grid, text);
  let taken = new Set(wide);
  let best = write(grid, taken, text);
  const plans = [new Set<Wide>(), ...(wide.length > MAX_TRIED ? [] : wide)];
  for (const plan of plans) {
    const fewer = plan instanceof Set ? plan : new Set([...taken].filter((other) => other !== plan));
    const items = write(grid, fewer, text);
    if (lengthOf(items) >= lengthOf(best)) continue;
    best = items;
    taken = fewer;
  }
  return best.map(({ text }) => text);
}

/** All ranges across /24s, or none where they would have to be looked for among too many. */
function widesOf(grid: Grid, boxText: (box: Box) => string): Wide[] {
  const wide: Wide[] = [];
  const edges = edgesOf(grid, new Map());
  if (edges === undefined) return wide;
  let seen = 0;
  for (const [first, last] of stretchesOf(edges, 8)) {
    if (++seen > MAX_SEEN) return [];
    if (first >> 8n !== last >> 8n) wide.push(wideOf(Number(first), Number(last), boxText));
  }
  return wide;
}

/** What touches an edge of its /24: only that may go on in the next one. */
function edgesOf(grid: Grid, known: Map<Grid, Grid | undefined>): Grid | undefined {
  if (known.has(grid)) return known.get(grid);
  const out = new GridBuilder();
  for (let i = 0; i < grid.cuts.length; i += 2) {
    const [from, to] = [grid.cuts[i] as number, grid.cuts[i + 1] as number];
    const inner = grid.next !== undefined;
    const next = inner ? edgesOf(behind(grid, i), known) : POINT;
    if (next !== undefined && (inner || from === 0 || to === 256)) out.add(from, to, next);
  }
  const edges = out.done();
  known.set(grid, edges);
  return edges;
}

/** The ranges that are taken as such, and patterns for the rest, which may reach into them. */
function write(grid: Grid, taken: ReadonlySet<Wide>, boxText: (box: Box) => string): Item[] {
  const boxes = [...taken].flatMap((wide) => wide.boxes);
  const covered = boxes.length === 0 ? undefined : uniteBoxes(boxes);
  const rest = combineGrids(grid, covered, DIFFERENCE);
  const patterns = rest === undefined ? [] : coverOf(rest, grid, boxText);
  const items: Item[] = patterns.map((box) => ({ at: valueOf(box.map(lowest)), text: boxText(box) }));
  return [...taken, ...items].sort((a, b) => a.at - b.at);
}

function lengthOf(items: readonly Item[]): number {
  return items.reduce((sum, { text }) => sum + text.length + 1, 0);
}

function wideOf(first: number, last: number, boxText: (box: Box) => string): Wide {
  const boxes = spanBoxes(octetsOf(first), octetsOf(last), 256);
  const ends = `${formatIpv4(first)}-${formatIpv4(last)}`;
  const texts = [blockText(first, last) ?? ends, ends, boxes.map(boxText).join()];
  return { at: first, text: shortest(texts), boxes };
}

function octetsText(box: Box, autostep: number): string {
  const text = box.map((line) => octetText(line, autostep)).join('.');
  const first = valueOf(box.map(lowest));
  const last = valueOf(box.map((line) => (line.at(-1) as number) - 1));
  // A product without gaps holds as many addresses as lie between its ends.
  const isRange = box.reduce((size, line) => size * lineSize(line), 1) === last - first + 1;
  const block = isRange ? blockText(first, last) : undefined;
  return block !== undefined && block.length <= text.length ? block : text;
}

/** `10.0.0.0/22`, if these are the ends of a block of more than one address. */
function blockText(first: number, last: number): string | undefined {
  const bits = Math.log2(last - first + 1);
  const isBlock = bits > 0 && Number.isInteger(bits) && first % 2 ** bits === 0;
  return isBlock ? `${formatIpv4(first)}/${32 - bits}` : undefined;
}

function lowest(line: Line): number {
  return line[0] as number;
}

function valueOf(octets: readonly number[]): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}
