import { formatIpv4 } from '../parse/ipv4.ts';
import { type Box, combineGrids, type Grid, Meter, uniteBoxes } from '../sets/grid.ts';
import { DIFFERENCE, type Line, lineSize } from '../sets/line.ts';
import { octetsOf } from '../sets/patterns.ts';
import { stretchesOf } from '../sets/render.ts';
import { spanBoxes } from '../sets/span.ts';
import { coverOf } from './cover.ts';
import { octetText, shortest } from './text.ts';

/** Up to as many ranges across /24s are tried with and without; of more, all or none are written as ranges. */
const MAX_TRIED = 8;

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
  const wide: Wide[] = [];
  for (const [first, last] of stretchesOf(grid, 8, true))
    if (first >> 8n !== last >> 8n) wide.push(wideOf(Number(first), Number(last), text));
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

/** The ranges that are taken as such, and patterns for the rest, which may reach into them. */
function write(grid: Grid, taken: ReadonlySet<Wide>, boxText: (box: Box) => string): Item[] {
  const boxes = [...taken].flatMap((wide) => wide.boxes);
  const covered = boxes.length === 0 ? undefined : uniteBoxes(boxes, new Meter());
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
