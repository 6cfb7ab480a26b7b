import { octetOf, sharedOctets, type HostGroup } from './blocks.ts';
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

const TILE_SIDE = 16;
const TILE_GAP = 10;

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

/** Tiles of 16 × 16, one per group, in rows. */
export function layOutTiles(
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
