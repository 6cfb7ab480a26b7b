import type { CellPaint } from './palette.ts';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Canvas = CanvasRenderingContext2D;

/** Size of the cut corner and length of the strokes of a cross, as a part of the cell's height. */
const CUT = 0.26;
const STROKE = 0.24;

/**
 * Draws a cell of 8 px or more: its shape, and `text` if there is room for it. The ground under it must be clear.
 * @param text last part of the address, or the glyph of the state; empty for none
 * @param ring strength of the ring of a running cell, to 1
 */
export function drawCell(
  canvas: Canvas,
  box: Box,
  paint: CellPaint,
  text: string,
  { mono, ring }: { mono: string; ring: number },
): void {
  const radius = box.height >= 16 ? 4 : 2;
  outline(canvas, box, paint, radius);
  if (paint.fill !== null) {
    canvas.fillStyle = paint.fill;
    canvas.fill();
  }
  if (paint.edge !== null) {
    canvas.strokeStyle = paint.edge;
    canvas.lineWidth = edgeWidth(paint, box);
    const alpha = canvas.globalAlpha;
    if (paint.shape === 'ring' || paint.shape === 'ring-exit') canvas.globalAlpha = alpha * ring;
    canvas.stroke();
    canvas.globalAlpha = alpha;
  }
  if (paint.shape === 'cross') drawCross(canvas, box, paint);
  if (paint.shape === 'bar') drawBar(canvas, box, paint);
  if (text !== '') drawText(canvas, box, paint, text, mono);
}

function edgeWidth(paint: CellPaint, box: Box): number {
  if (paint.shape === 'ring-exit' && box.height >= 16) return 2;
  return paint.shape === 'hollow-thin' ? 1 : 1.5;
}

/** The path of a cell, half a stroke inside its box. */
function outline(canvas: Canvas, box: Box, paint: CellPaint, radius: number): void {
  const inset = paint.edge === null ? 0 : edgeWidth(paint, box) / 2;
  const [left, top] = [box.x + inset, box.y + inset];
  const [right, bottom] = [box.x + box.width - inset, box.y + box.height - inset];
  canvas.beginPath();
  if (paint.shape !== 'cut-corner') {
    canvas.roundRect(left, top, right - left, bottom - top, radius);
    return;
  }
  const cut = Math.max(3, box.height * CUT);
  canvas.moveTo(left + radius, top);
  canvas.lineTo(right - cut, top);
  canvas.lineTo(right, top + cut);
  canvas.arcTo(right, bottom, right - radius, bottom, radius);
  canvas.arcTo(left, bottom, left, bottom - radius, radius);
  canvas.arcTo(left, top, left + radius, top, radius);
  canvas.closePath();
}

/** Four strokes from the corners towards the middle; in a small cell they meet. */
function drawCross(canvas: Canvas, box: Box, paint: CellPaint): void {
  const small = box.height < 16;
  const inset = small ? 2 : 3;
  const part = small ? 0.5 : STROKE;
  const [dx, dy] = [(box.width - 2 * inset) * part, (box.height - 2 * inset) * part];
  const [left, top] = [box.x + inset, box.y + inset];
  const [right, bottom] = [box.x + box.width - inset, box.y + box.height - inset];
  canvas.beginPath();
  for (const [x, y, toX, toY] of [
    [left, top, left + dx, top + dy],
    [right, top, right - dx, top + dy],
    [left, bottom, left + dx, bottom - dy],
    [right, bottom, right - dx, bottom - dy],
  ] as const) {
    canvas.moveTo(x, y);
    canvas.lineTo(toX, toY);
  }
  canvas.globalAlpha *= small ? 0.9 : 0.55;
  canvas.strokeStyle = paint.ink;
  canvas.lineWidth = 1;
  canvas.stroke();
  canvas.globalAlpha = Math.min(1, canvas.globalAlpha / (small ? 0.9 : 0.55));
}

function drawBar(canvas: Canvas, box: Box, paint: CellPaint): void {
  const length = Math.min(12, box.width * 0.5);
  const y = box.height >= 28 ? box.y + box.height - 6 : box.y + box.height / 2 - 0.5;
  canvas.fillStyle = paint.dot;
  if (box.height >= 28 || box.height < 16) canvas.fillRect(box.x + (box.width - length) / 2, y, length, 1.5);
}

function drawText(
  canvas: Canvas,
  box: Box,
  paint: Pick<CellPaint, 'bold' | 'ink'>,
  text: string,
  mono: string,
): void {
  const size = box.height >= 28 ? Math.min(12, (box.width - 4) / (0.6 * text.length)) : 11;
  canvas.font = `${paint.bold ? 600 : 400} ${size}px ${mono}`;
  canvas.fillStyle = paint.ink;
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.fillText(text, box.x + box.width / 2, box.y + box.height / 2 + 0.5);
}

const HATCH = 5;

/** Draws a cell of 8 px or more that no run will fill: hatched, its text struck through. */
export function drawLeftOut(
  canvas: Canvas,
  box: Box,
  { edge, ink }: { edge: string; ink: string },
  text: string,
  mono: string,
): void {
  canvas.save();
  canvas.beginPath();
  canvas.roundRect(box.x, box.y, box.width, box.height, box.height >= 16 ? 4 : 2);
  canvas.clip();
  canvas.beginPath();
  for (let x = box.x - box.height + HATCH; x < box.x + box.width; x += HATCH) {
    canvas.moveTo(x, box.y + box.height);
    canvas.lineTo(x + box.height, box.y);
  }
  canvas.strokeStyle = edge;
  canvas.lineWidth = 1;
  canvas.stroke();
  canvas.restore();
  if (text === '') return;
  drawText(canvas, box, { ink, bold: false }, text, mono);
  const [half, y] = [canvas.measureText(text).width / 2 + 2, Math.round(box.y + box.height / 2) + 0.5];
  canvas.fillStyle = ink;
  canvas.fillRect(box.x + box.width / 2 - half, y - 0.5, 2 * half, 1);
}

/** Draws a cell of 4 px. One that stands out also fills the gap to its right and below. */
export function drawDot(canvas: Canvas, box: Box, paint: CellPaint): void {
  if (paint.hollowDot) {
    canvas.strokeStyle = paint.dot;
    canvas.lineWidth = 1;
    canvas.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
    return;
  }
  const more = paint.stands ? 1 : 0;
  canvas.fillStyle = paint.dot;
  canvas.fillRect(box.x, box.y, box.width + more, box.height + more);
}
