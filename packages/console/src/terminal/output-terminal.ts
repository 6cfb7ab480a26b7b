import type { Locale } from '@rollcall/protocol';
import type { OutputPiece, OutputWindow } from '../state/output-window.ts';
import { onNextFrame } from './frame.ts';
import { openTerminal, type OpenTerminal } from './open-terminal.ts';
import {
  OutputText,
  type OutputChoice,
  type OutputItem,
  type OutputLine,
  type OutputWords,
} from './output-text.ts';
import { Writer } from './writer.ts';

/** Rows that can be scrolled back to; the window itself is bounded in bytes. */
const SCROLLBACK_ROWS = 30_000;
const CLEAR = '\x1b[0m\x1b[H\x1b[2J\x1b[3J';

type End = Extract<OutputItem, { type: 'end' }>;

/** What one row on screen belongs to: a line, or the rest of a line that was wrapped. */
export type GutterRow = OutputLine | 'wrapped' | null;

export interface OutputOptions {
  readAloud: boolean;
  words: OutputWords;
  locale: Locale;
  /** Called after each change with what stands beside each row on screen. */
  gutter: (rows: readonly GutterRow[]) => void;
}

/** The output of one host on screen, filtered, with what the page left out said in its place. */
export class OutputTerminal {
  readonly #open: OpenTerminal;
  readonly #options: OutputOptions;
  readonly #writer: Writer<OutputItem>;
  readonly #stops: (() => void)[] = [];
  #text: OutputText;
  #parsedLines = 0;
  #theme = document.documentElement.dataset['theme'] ?? '';
  #choice: OutputChoice = 'both';

  /** @param container without padding of its own; `loadTerminalFonts` comes first */
  constructor(container: HTMLElement, options: OutputOptions) {
    this.#options = options;
    this.#open = openTerminal(container, { scrollback: SCROLLBACK_ROWS, readAloud: options.readAloud });
    this.#text = this.#newText();
    const { terminal } = this.#open;
    this.#writer = new Writer<OutputItem>(
      { write: (text, parsed) => this.#write(text, parsed) },
      (item) => this.#text.textOf(item),
      onNextFrame,
    );
    const drawn = terminal.onRender(() => this.#showGutter());
    this.#stops.push(() => drawn.dispose());
    this.fit();
  }

  get selection(): string {
    return this.#open.terminal.getSelection();
  }

  fit(): void {
    this.#open.fit();
    this.#showGutter();
  }

  /** Takes on the colours of `theme`, which is on screen; nothing to do when it has them. */
  repaint(theme: string): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#open.repaint();
  }

  /** Shows the window anew: its first part, what is left out, its last part, the end if it has come. */
  async show(window: OutputWindow, choice: OutputChoice, end: End | null): Promise<void> {
    this.#choice = choice;
    this.#text = this.#newText();
    this.#parsedLines = 0;
    this.#writer.restart(CLEAR);
    const { stdout, stderr } = window.leftOut;
    const bytes = (choice === 'stderr' ? 0 : stdout) + (choice === 'stdout' ? 0 : stderr);
    const items: OutputItem[] = [...window.head];
    if (bytes > 0) items.push({ type: 'left-out', bytes });
    items.push(...window.tail);
    if (end !== null) items.push(end);
    await this.#writer.push(items);
  }

  /** Adds a piece at the end; resolves when it is parsed. */
  async append(item: OutputPiece | End): Promise<void> {
    await this.#writer.push([item]);
  }

  dispose(): void {
    this.#writer.close();
    for (const stop of this.#stops) stop();
    this.#open.dispose();
  }

  #newText(): OutputText {
    return new OutputText(this.#choice, this.#options.words, this.#options.locale);
  }

  #write(text: string, parsed: () => void): void {
    const shown = this.#text;
    const lines = shown.lines.length;
    this.#open.terminal.write(text, () => {
      if (shown === this.#text) this.#parsedLines = lines;
      parsed();
    });
  }

  /** Counts lines upwards from the last one, since rows may have been scrolled out at the top. */
  #showGutter(): void {
    const { terminal } = this.#open;
    const { active } = terminal.buffer;
    const top = active.viewportY;
    const rows: GutterRow[] = Array.from({ length: terminal.rows }, () => null);
    let row = active.baseY + active.cursorY;
    // The cursor may stand on the empty row behind the last line.
    let line = this.#parsedLines - 1;
    if (active.cursorX === 0 && this.#lastRowIsEmpty(row)) row -= 1;
    for (; row >= top && line >= 0; row -= 1) {
      const wrapped = active.getLine(row)?.isWrapped ?? false;
      if (row < top + terminal.rows) rows[row - top] = wrapped ? 'wrapped' : this.#text.lines[line]!;
      if (!wrapped) line -= 1;
    }
    this.#options.gutter(rows);
  }

  #lastRowIsEmpty(row: number): boolean {
    const line = this.#open.terminal.buffer.active.getLine(row);
    return line === undefined || (!line.isWrapped && line.translateToString(true) === '');
  }
}
