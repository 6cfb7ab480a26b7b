import type { MosaicLayout } from './layout.ts';

/** Index of the last entry that is not above `value`; -1 when all are. */
function lastNotAbove(sorted: Int32Array, value: number): number {
  let low = -1;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The host under a point in px; null in the gaps and outside. */
export function hostAtPoint(layout: MosaicLayout, x: number, y: number): number | null {
  const column = lastNotAbove(layout.columnX, x);
  const row = lastNotAbove(layout.rowY, y);
  if (column < 0 || row < 0) return null;
  // Small cells have gaps that nobody could aim beside: the gap belongs to its cell.
  const slack = layout.cellWidth < 12 ? 1 : 0;
  if (x >= layout.columnX[column]! + layout.cellWidth + slack) return null;
  if (y >= layout.rowY[row]! + layout.cellHeight + slack) return null;
  const host = layout.hostAt[row * layout.columns + column]!;
  return host < 0 ? null : host;
}

/** Where a host is drawn, in px; null when it is not in this layout. */
export function cellBox(
  layout: MosaicLayout,
  host: number,
): { x: number; y: number; width: number; height: number } | null {
  const cell = layout.cellOf[host] ?? -1;
  if (cell < 0) return null;
  const { columns, cellWidth: width, cellHeight: height } = layout;
  return { x: layout.columnX[cell % columns]!, y: layout.rowY[Math.floor(cell / columns)]!, width, height };
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest host in a direction: left and right go on in the row above and below, as in reading. */
export function hostBeside(layout: MosaicLayout, host: number, direction: Direction): number {
  const { columns, hostAt, cellOf } = layout;
  const step = { left: -1, right: 1, up: -columns, down: columns }[direction];
  for (let cell = (cellOf[host] ?? -1) + step; cell >= 0 && cell < hostAt.length; cell += step) {
    if (hostAt[cell]! >= 0) return hostAt[cell]!;
  }
  return host;
}

/** The first and the last host of a mosaic, or of the row of `host`. */
export function hostAtEnd(layout: MosaicLayout, end: 'first' | 'last', rowOf: number | null): number | null {
  const { columns, hostAt, cellOf } = layout;
  const row = rowOf === null ? null : Math.floor((cellOf[rowOf] ?? 0) / columns);
  const cells = row === null ? hostAt : hostAt.subarray(row * columns, (row + 1) * columns);
  const found = end === 'first' ? cells.find((host) => host >= 0) : cells.findLast((host) => host >= 0);
  return found ?? null;
}
