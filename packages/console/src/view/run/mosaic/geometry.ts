import { groupHosts, octetOf, sharedOctets, type HostGroup } from './blocks.ts';

/** How much a cell says: its last part, a glyph, nothing but shape, or colour alone. */
export type CellKind = 'named' | 'glyph' | 'square' | 'dot';

/** Cells that are drawn together: a tile, or a section with a name of its own. */
export interface Block {
  /** Drawn above the cells; empty for none. */
  label: string;
  /** Top left corner of the label, in px. */
  x: number;
  y: number;
  hosts: readonly number[];
}

/** Where every host of a run stands: a grid of cells, some of them empty. All lengths in CSS px. */
export interface MosaicLayout {
  kind: CellKind;
  /** One tile per block, with counts in its label. */
  tiled: boolean;
  cellWidth: number;
  cellHeight: number;
  columns: number;
  rows: number;
  /** Left edge of each column and top edge of each row, ascending. */
  columnX: Int32Array;
  rowY: Int32Array;
  /** Host in each cell, row by row; -1 for none. */
  hostAt: Int32Array;
  /** Cell of each host. */
  cellOf: Int32Array;
  blocks: readonly Block[];
  blockOf: Uint16Array;
  width: number;
  height: number;
  /** What all blocks have in common: `10.0.0`, `10.20`, `web-`; null when there is nothing. */
  shared: string | null;
}

/** Height of the line with a block's label, in px. */
export const LABEL_PX = 16;
const TILE_SIDE = 16;
const TILE_GAP = 10;
const SECTION_GAP = 8;
/** More sections than this would tear a small mosaic apart. */
const MOST_SECTIONS = 8;

interface CellSize {
  kind: CellKind;
  width: number;
  height: number;
  gap: number;
}

const SIZES = {
  named: { kind: 'named', width: 38, height: 34, gap: 4 },
  glyph: { kind: 'glyph', width: 18, height: 18, gap: 3 },
  square: { kind: 'square', width: 10, height: 10, gap: 2 },
  dot: { kind: 'dot', width: 4, height: 4, gap: 1 },
} as const satisfies Record<CellKind, CellSize>;

/** The size of a cell for a number of hosts. */
export function cellKind(count: number): CellKind {
  if (count <= 100) return 'named';
  if (count <= 400) return 'glyph';
  return count <= 1_600 ? 'square' : 'dot';
}

/** Lays `count` hosts out in a pane of `width` px. Linear in hosts. */
export function layOut(count: number, addressOf: (host: number) => string, width: number): MosaicLayout {
  const groups = groupHosts(count, addressOf);
  const kind = cellKind(count);
  if (kind === 'dot') return tiles(count, groups, addressOf, width);
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

/** Lays out the hosts of one tile as large as a pane of `width` × `height` px allows; places within the tile stay the same. */
export function layOutTile(
  block: Block,
  addressOf: (host: number) => string,
  width: number,
  height: number,
): MosaicLayout {
  const side = Math.min(width, height);
  const pitch = Math.max(8, Math.min(46, Math.floor((side + 4) / TILE_SIDE)));
  const gap = pitch >= 20 ? 4 : 2;
  const kind: CellKind = pitch >= 34 ? 'named' : pitch >= 20 ? 'glyph' : 'square';
  const cell = { kind, width: pitch - gap, height: pitch - gap, gap };
  const grid = tileGrid([{ prefix: block.label, hosts: block.hosts }], addressOf);
  return place({ ...grid, cell, perRow: 1, tileGap: 0, labelPx: 0, shared: null, tiled: false });
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

/** Tiles of 16 × 16, one per group, in rows. */
function tiles(
  count: number,
  groups: readonly HostGroup[],
  addressOf: (host: number) => string,
  width: number,
): MosaicLayout {
  const cell = SIZES.dot;
  const side = TILE_SIDE * (cell.width + cell.gap) - cell.gap;
  const perRow = Math.max(1, Math.floor((width + TILE_GAP) / (side + TILE_GAP)));
  // Groups with few hosts each would leave most tiles empty: then hosts stand in the order of calling.
  const sparse = groups.length * TILE_SIDE * TILE_SIDE > Math.max(4 * count, 4_096);
  const grouped = sparse ? [{ prefix: '', hosts: Array.from({ length: count }, (_, host) => host) }] : groups;
  const octets = sparse ? null : sharedOctets(groups);
  const shared = octets ?? (groups.length === 1 && groups[0]!.prefix !== '' ? groups[0]!.prefix : null);
  const grid = tileGrid(grouped, addressOf, octets);
  return place({ ...grid, cell, perRow, tileGap: TILE_GAP, labelPx: LABEL_PX, shared, tiled: true, count });
}

interface Tile {
  label: string;
  hosts: number[];
  /** Host in each of the 256 places. */
  places: Int32Array;
}

/** Cuts groups into tiles. Addresses stand at their last octet, so that a subnet keeps its shape. */
function tileGrid(
  groups: readonly HostGroup[],
  addressOf: (host: number) => string,
  octets: string | null = null,
): { tiles: Tile[] } {
  const tiles: Tile[] = [];
  const open = (label: string): Tile => {
    const tile = { label, hosts: [], places: new Int32Array(TILE_SIDE * TILE_SIDE).fill(-1) };
    tiles.push(tile);
    return tile;
  };
  for (const { prefix, hosts } of groups) {
    const subnet = /^\d+\.\d+\.\d+$/.test(prefix);
    const label = octets === null ? prefix : prefix.slice(octets.length + 1);
    let tile = open(label === '' ? addressOf(hosts[0]!) : label);
    hosts.forEach((host, index) => {
      const octet = subnet ? octetOf(addressOf(host)) : null;
      const place = octet ?? index % tile.places.length;
      const taken = tile.places[place] !== -1;
      if (taken || (octet === null && index > 0 && place === 0))
        tile = open(`${prefix}${prefix === '' ? addressOf(host) : ' …'}`);
      tile.places[place] = host;
      tile.hosts.push(host);
    });
  }
  return { tiles };
}

interface Placing {
  tiles: readonly Tile[];
  cell: CellSize;
  /** Tiles in one row. */
  perRow: number;
  tileGap: number;
  labelPx: number;
  shared: string | null;
  tiled: boolean;
  /** Hosts of the run, when more than stand in the tiles. */
  count?: number;
}

function place({ tiles, cell, perRow, tileGap, labelPx, shared, tiled, count }: Placing): MosaicLayout {
  const inRow = Math.min(perRow, tiles.length);
  const tileRows = Math.ceil(tiles.length / perRow);
  const [pitchX, pitchY] = [cell.width + cell.gap, cell.height + cell.gap];
  const tileWidth = TILE_SIDE * pitchX - cell.gap;
  const tileHeight = labelPx + TILE_SIDE * pitchY - cell.gap;
  const [stepX, stepY] = [tileWidth + tileGap, tileHeight + tileGap - 2];
  const columns = inRow * TILE_SIDE;
  const cells = new Int32Array(columns * tileRows * TILE_SIDE).fill(-1);
  const blocks = tiles.map((tile, index): Block => {
    const [row, column] = [Math.floor(index / perRow), index % perRow];
    tile.places.forEach((host, at) => {
      const cellRow = row * TILE_SIDE + (at >> 4);
      cells[cellRow * columns + column * TILE_SIDE + (at & 15)] = host;
    });
    return { label: tile.label, x: column * stepX, y: row * stepY, hosts: tile.hosts };
  });
  const axis = (length: number, step: number, pitch: number, start: number): Int32Array =>
    Int32Array.from(
      { length },
      (_, at) => start + Math.floor(at / TILE_SIDE) * step + (at % TILE_SIDE) * pitch,
    );
  return {
    ...sizeOf(cell),
    tiled,
    columns,
    rows: tileRows * TILE_SIDE,
    columnX: axis(columns, stepX, pitchX, 0),
    rowY: axis(tileRows * TILE_SIDE, stepY, pitchY, labelPx),
    hostAt: cells,
    ...indexOf(cells, blocks, count ?? Math.max(-1, ...tiles.flatMap((tile) => tile.hosts)) + 1),
    blocks,
    width: Math.max(0, inRow * stepX - tileGap),
    height: Math.max(0, tileRows * stepY - tileGap + 2),
    shared,
  };
}

const sizeOf = (cell: CellSize) => ({ kind: cell.kind, cellWidth: cell.width, cellHeight: cell.height });

function indexOf(cells: ArrayLike<number>, blocks: readonly Block[], count: number) {
  const cellOf = new Int32Array(count).fill(-1);
  const blockOf = new Uint16Array(count);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const host = cells[cell]!;
    if (host >= 0) cellOf[host] = cell;
  }
  blocks.forEach(({ hosts }, block) => hosts.forEach((host) => (blockOf[host] = block)));
  return { cellOf, blockOf };
}
