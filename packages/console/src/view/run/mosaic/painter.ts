import { HOST_STATE_LOOKS, HOST_STATES, type Hue } from '@rollcall/protocol';
import { lastPart } from './blocks.ts';
import { drawCell, drawDot, drawLeftOut } from './draw-cell.ts';
import { LABEL_PX, type MosaicLayout } from './layout.ts';
import { cellBox } from './hit.ts';
import type { Palette } from './palette.ts';

/** What is to be painted: states by host, and the names behind the cells. */
export interface MosaicContent {
  /** Codes of `HOST_STATES`; read anew at every repaint. */
  states: Uint8Array;
  /** Hosts that are left out; never in tiles. */
  hatched: ReadonlySet<number>;
  addressOf: (host: number) => string;
  /** States that a filter leaves out are faded. */
  faded: (code: number) => boolean;
  /** Nothing is written before, since it would be in another font. */
  hasFonts: boolean;
}

const FADED = 0.22;
const HUES: readonly Hue[] = HOST_STATES.map((state) => HOST_STATE_LOOKS[state].hue);

/** Paints a mosaic on one canvas: all of it, or only what changed. */
export class MosaicPainter {
  readonly #canvas: CanvasRenderingContext2D;
  readonly #layout: MosaicLayout;
  readonly #palette: Palette;
  readonly #content: MosaicContent;
  #ring = 1;

  /** Sizes `element` for the layout and the screen's pixels. */
  constructor(
    element: HTMLCanvasElement,
    layout: MosaicLayout,
    palette: Palette,
    content: MosaicContent,
    pixelRatio: number,
  ) {
    this.#layout = layout;
    this.#palette = palette;
    this.#content = content;
    element.width = Math.max(1, Math.ceil((layout.width + 1) * pixelRatio));
    element.height = Math.max(1, Math.ceil((layout.height + 1) * pixelRatio));
    element.style.width = `${layout.width + 1}px`;
    element.style.height = `${layout.height + 1}px`;
    this.#canvas = element.getContext('2d')!;
    this.#canvas.scale(pixelRatio, pixelRatio);
  }

  paintAll(): void {
    const { width, height, blocks } = this.#layout;
    this.#canvas.clearRect(0, 0, width + 1, height + 1);
    blocks.forEach((_, block) => this.#paintBlock(block, false));
  }

  /** Repaints what these hosts touch: their tile, since cells in it may overlap, or their cell alone. */
  paintHosts(hosts: Iterable<number>): void {
    if (this.#layout.kind !== 'dot') {
      for (const host of hosts) this.#paintCell(host, true);
      return;
    }
    const dirty = new Set<number>();
    for (const host of hosts) dirty.add(this.#layout.blockOf[host]!);
    for (const block of dirty) this.#paintBlock(block, true);
  }

  /** Repaints running hosts with rings of this strength. */
  paintRings(hosts: Iterable<number>, strength: number): void {
    this.#ring = strength;
    this.paintHosts(hosts);
  }

  #paintBlock(index: number, clear: boolean): void {
    const block = this.#layout.blocks[index]!;
    if (clear) {
      const side = 16 * (this.#layout.cellWidth + 1) + 1;
      this.#canvas.clearRect(block.x, block.y, side, side + LABEL_PX);
    }
    this.#paintLabel(index);
    // Quiet cells first: those that stand out reach into the gaps.
    const { states } = this.#content;
    const { cells } = this.#palette;
    for (const host of block.hosts) if (!cells[states[host]!]!.stands) this.#paintCell(host, false);
    for (const host of block.hosts) if (cells[states[host]!]!.stands) this.#paintCell(host, false);
  }

  #paintCell(host: number, clear: boolean): void {
    const box = cellBox(this.#layout, host);
    if (box === null) return undefined;
    const canvas = this.#canvas;
    if (clear) canvas.clearRect(box.x - 1, box.y - 1, box.width + 2, box.height + 2);
    if (this.#content.hatched.has(host)) {
      const { line, label, mono } = this.#palette;
      return drawLeftOut(canvas, box, { edge: line, ink: label }, this.#textOf(host, ''), mono);
    }
    const code = this.#content.states[host]!;
    const paint = this.#palette.cells[code]!;
    canvas.globalAlpha = this.#content.faded(code) ? FADED : 1;
    if (this.#layout.kind === 'dot') drawDot(canvas, box, paint);
    else
      drawCell(canvas, box, paint, this.#textOf(host, paint.glyph), {
        mono: this.#palette.mono,
        ring: this.#ring,
      });
    canvas.globalAlpha = 1;
    return undefined;
  }

  #textOf(host: number, glyph: string): string {
    const { kind } = this.#layout;
    if (!this.#content.hasFonts) return '';
    if (kind === 'named') return lastPart(this.#content.addressOf(host));
    return kind === 'glyph' ? glyph : '';
  }

  /** The name of a block on the left; of a tile also how many did not answer and how many are to be looked at. */
  #paintLabel(index: number): void {
    const { label, x, y, hosts } = this.#layout.blocks[index]!;
    if (label === '' || !this.#content.hasFonts) return;
    const { mono, label: colour, fail, exit } = this.#palette;
    const canvas = this.#canvas;
    canvas.font = `400 11px ${mono}`;
    canvas.textBaseline = 'alphabetic';
    canvas.textAlign = 'left';
    canvas.fillStyle = colour;
    const side = 16 * (this.#layout.cellWidth + 1) - 1;
    const base = y + LABEL_PX - 5;
    if (!this.#layout.tiled) return canvas.fillText(label, x, base);
    const counts = this.#counts(hosts);
    let right = x + side;
    canvas.textAlign = 'right';
    for (const [count, glyph, hue] of [
      [counts.exit, '▲', exit],
      [counts.fail, '✗', fail],
    ] as const) {
      if (count === 0) continue;
      const text = `${glyph}${count}`;
      canvas.fillStyle = hue;
      canvas.fillText(text, right, base);
      right -= canvas.measureText(text).width + 5;
    }
    canvas.textAlign = 'left';
    canvas.fillStyle = colour;
    canvas.fillText(fitting(canvas, label, right - x - 2), x, base);
  }

  #counts(hosts: readonly number[]): { exit: number; fail: number } {
    const { states } = this.#content;
    const counts = { exit: 0, fail: 0 };
    for (const host of hosts) {
      const code = states[host]!;
      const hue = HUES[code];
      if (hue === 'fail') counts.fail += 1;
      else if (hue === 'exit' && HOST_STATE_LOOKS[HOST_STATES[code]!].final) counts.exit += 1;
    }
    return counts;
  }
}

/** `text`, its start cut off where it is too long: the end tells tiles apart. */
function fitting(canvas: CanvasRenderingContext2D, text: string, width: number): string {
  if (canvas.measureText(text).width <= width) return text;
  for (let from = 1; from < text.length; from += 1) {
    const cut = `…${text.slice(from)}`;
    if (canvas.measureText(cut).width <= width) return cut;
  }
  return '';
}
