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

/** A cell and the gap to the next, in px. */
export interface CellSize {
  kind: CellKind;
  width: number;
  height: number;
  gap: number;
}

/** The usual size of each kind of cell. */
export const SIZES = {
  named: { kind: 'named', width: 38, height: 34, gap: 4 },
  glyph: { kind: 'glyph', width: 18, height: 18, gap: 3 },
  square: { kind: 'square', width: 10, height: 10, gap: 2 },
  dot: { kind: 'dot', width: 4, height: 4, gap: 1 },
} as const satisfies Record<CellKind, CellSize>;

/** The size of a cell, as a layout has it. */
export const sizeOf = (cell: CellSize) => ({
  kind: cell.kind,
  cellWidth: cell.width,
  cellHeight: cell.height,
});

/** Finds the cell and the block of every host. */
export function indexOf(cells: ArrayLike<number>, blocks: readonly Block[], count: number) {
  const cellOf = new Int32Array(count).fill(-1);
  const blockOf = new Uint16Array(count);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const host = cells[cell]!;
    if (host >= 0) cellOf[host] = cell;
  }
  blocks.forEach(({ hosts }, block) => hosts.forEach((host) => (blockOf[host] = block)));
  return { cellOf, blockOf };
}
