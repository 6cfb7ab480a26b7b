import { groupHosts, type HostGroup } from './blocks.ts';
import {
  indexOf,
  LABEL_PX,
  sizeOf,
  SIZES,
  type Block,
  type CellKind,
  type CellSize,
  type MosaicLayout,
} from './layout.ts';
import { layOutTiles } from './tiles.ts';

const SECTION_GAP = 8;
/** More sections than this would tear a small mosaic apart. */
const MOST_SECTIONS = 8;

/** The size of a cell for a number of hosts. */
export function cellKind(count: number): CellKind {
  if (count <= 100) return 'named';
  if (count <= 400) return 'glyph';
  return count <= 1_600 ? 'square' : 'dot';
}

/**
 * Lays `count` hosts out in a pane of `width` px. Linear in hosts.
 * @param called how many of them are not left out, which decides the size of a cell; all unless given
 */
export function layOut(
  count: number,
  addressOf: (host: number) => string,
  width: number,
  called = count,
): MosaicLayout {
  const groups = groupHosts(count, addressOf);
  const kind = cellKind(called);
  if (kind === 'dot') return layOutTiles(count, groups, addressOf, width);
  return sections(count, groups, kind === 'named' ? byTens(width) : SIZES[kind], width);
}

/** Ten named cells in a row, or more by tens, if that can be done with 28 to 46 px each: then octets stand in columns. */
function byTens(width: number): CellSize {
  const { named } = SIZES;
  const pitchOf = (columns: number): number => Math.floor((width + named.gap) / columns);
  const fitting = [10, 20, 30].filter((columns) => pitchOf(columns) >= 32);
  const columns = fitting.find((each) => pitchOf(each) <= 50) ?? fitting.at(-1);
  if (columns === undefined) return named;
  return { ...named, width: Math.min(46, pitchOf(columns) - named.gap) };
}

/** Sections of rows, each with the hosts of a group, or one section with all of them. */
function sections(count: number, groups: readonly HostGroup[], cell: CellSize, width: number): MosaicLayout {
  const fitting = Math.max(1, Math.floor((width + cell.gap) / (cell.width + cell.gap)));
  const columns = cell.kind === 'named' && fitting > 10 ? fitting - (fitting % 10) : fitting;
  const whole = { prefix: '', hosts: Array.from({ length: count }, (_, host) => host) };
  const shown = groups.length <= MOST_SECTIONS ? groups : [whole];
  const labelled = shown.length > 1;
  const pitch = cell.height + cell.gap;
  const rowY: number[] = [];
  const cells: number[] = [];
  const blocks: Block[] = [];
  let y = 0;
  for (const { prefix, hosts } of shown) {
    blocks.push({ label: labelled ? prefix : '', x: 0, y, hosts });
    if (labelled) y += LABEL_PX;
    for (let at = 0; at < hosts.length; at += columns) {
      for (let column = 0; column < columns; column += 1) cells.push(hosts[at + column] ?? -1);
      rowY.push(y);
      y += pitch;
    }
    y += SECTION_GAP;
  }
  const shared = groups.length === 1 && groups[0]!.prefix !== '' ? groups[0]!.prefix : null;
  return {
    ...sizeOf(cell),
    tiled: false,
    columns,
    rows: rowY.length,
    columnX: Int32Array.from({ length: columns }, (_, column) => column * (cell.width + cell.gap)),
    rowY: Int32Array.from(rowY),
    hostAt: Int32Array.from(cells),
    ...indexOf(cells, blocks, count),
    blocks,
    width: columns * (cell.width + cell.gap) - cell.gap,
    height: Math.max(0, y - SECTION_GAP - cell.gap),
    shared,
  };
}
