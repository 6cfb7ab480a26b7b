import { onNextFrame } from './frame.ts';
import { LineMap } from './line-map.ts';
import { LineMark } from './line-mark.ts';
import { openTerminal, type OpenTerminal } from './open-terminal.ts';
import { hostsOfLine, type StreamLine } from './stream-lines.ts';
import { rowsOf, type StreamContext, type StreamLayout } from './stream-text.ts';
import { Writer } from './writer.ts';

/** Rows that can be scrolled back to. */
export const SCROLLBACK_ROWS = 10_000;
/** Home, clear the screen, clear what was scrolled away, never wrap: every line is cut to the columns beforehand. */
const CLEAR = '\x1b[H\x1b[2J\x1b[3J\x1b[?7l';

/** What the stream tells the page. */
export interface StreamEvents {
  /** The person scrolled away from the end (false) or back to it (true). */
  followed: (follow: boolean) => void;
  /** Lines that came while the stream stood still. */
  held: (lines: number) => void;
  /** A line was pressed, or opened by a double press. */
  picked: (host: number, open: boolean) => void;
}

/** The stream of a run on screen: one terminal that shows lines, follows or stands still, and marks one of them. */
export class StreamTerminal {
  readonly #open: OpenTerminal;
  readonly #context: StreamContext;
  readonly #events: StreamEvents;
  readonly #map = new LineMap();
  readonly #lineMark: LineMark;
  readonly #writer: Writer<StreamLine>;
  readonly #stops: (() => void)[] = [];
  #layout: StreamLayout;
  #follow = true;
  #held: StreamLine[] = [];
  #cursor: number | null = null;
  #restoring = false;
  /** The person has scrolled away from the end. */
  #away = false;
  /** Rows of the map that the terminal has parsed; later ones are not in its buffer yet. */
  #parsedRows = 0;
  /** Counts `show`s: a write from before one says nothing about the rows of this one. */
  #shows = 0;

  /** @param container without padding of its own; `loadTerminalFonts` comes first */
  constructor(
    container: HTMLElement,
    options: { context: StreamContext; layout: StreamLayout; readAloud: boolean; events: StreamEvents },
  ) {
    this.#open = openTerminal(container, { scrollback: SCROLLBACK_ROWS, readAloud: options.readAloud });
    this.#context = options.context;
    this.#layout = options.layout;
    this.#events = options.events;
    const { terminal } = this.#open;
    this.#lineMark = new LineMark(terminal);
    this.#writer = new Writer<StreamLine>(
      { write: (text, parsed) => this.#write(text, parsed) },
      (line) => this.#textOf(line),
      onNextFrame,
    );
    const scrolled = terminal.onScroll(() => this.#scrolled());
    this.#stops.push(() => scrolled.dispose(), this.#listenToPresses(container));
    this.fit();
  }

  get columns(): number {
    return this.#open.terminal.cols;
  }

  get layout(): StreamLayout {
    return this.#layout;
  }

  get selection(): string {
    return this.#open.terminal.getSelection();
  }

  /** Width of one cell in px, for the column heads. */
  get cellPx(): number {
    return this.#open.cellPx();
  }

  /** Fits the terminal to its container; true when the columns changed, so that all lines are to be shown anew. */
  fit(): boolean {
    const before = this.columns;
    this.#open.fit();
    return before !== this.columns;
  }

  /** Takes on the colours of the theme on screen. */
  repaint(): void {
    this.#open.repaint();
    this.#mark();
  }

  /** Shows these lines instead of all others. */
  async show(lines: readonly StreamLine[], layout: StreamLayout): Promise<void> {
    const top = this.#follow ? null : this.#topLine();
    this.#layout = layout;
    this.#held = [];
    this.#map.clear();
    this.#parsedRows = 0;
    this.#shows += 1;
    this.#lineMark.clear();
    this.#writer.restart(CLEAR);
    this.#restoring = top !== null;
    await this.#writer.push(lines.slice(-SCROLLBACK_ROWS));
    this.#restoring = false;
    if (top === null) return;
    const index = this.#parsedLineOf(top);
    if (index !== undefined) this.#scrollTo(index, 'top');
    this.#events.held(0);
  }

  /** Adds lines at the end; resolves when they are parsed, or at once when the stream stands still. */
  async append(lines: readonly StreamLine[]): Promise<void> {
    if (lines.length === 0) return;
    if (this.#follow) return this.#writer.push(lines);
    for (const line of lines) this.#held.push(line);
    this.#events.held(this.#held.length);
  }

  /** Follows the end, or stands still and counts what comes. */
  setFollow(follow: boolean): void {
    if (follow === this.#follow) return;
    this.#follow = follow;
    this.#events.followed(follow);
    if (!follow) return;
    const held = this.#held.splice(0);
    this.#events.held(0);
    this.#open.terminal.scrollToBottom();
    void this.#writer.push(held);
  }

  /** Marks the line of a host; with `reveal` scrolls to it and stands still, unless it is in sight. */
  setCursor(host: number | null, reveal: boolean): void {
    this.#cursor = host;
    this.#mark();
    const index = this.#parsedLineOf(host);
    if (index === undefined || !reveal || this.#inSight(index)) return;
    this.setFollow(false);
    this.#scrollTo(index, 'middle');
  }

  /** The host `step` lines after the line of `host` (before it, if negative); from nowhere, the last line in sight. */
  neighbour(host: number | null, step: 1 | -1): number | null {
    const from = host === null ? undefined : this.#map.ofHost(host);
    const start = from ?? (this.#map.atRow(this.#bottomRow()) ?? this.#map.lines - 1) + (step === 1 ? 0 : 1);
    for (let at = start + step; at >= 0 && at < this.#map.lines; at += step) {
      const [first] = hostsOfLine(this.#map.line(at)!);
      if (first !== undefined) return first;
    }
    return host;
  }

  dispose(): void {
    this.#writer.close();
    for (const stop of this.#stops) stop();
    this.#open.dispose();
  }

  #textOf(line: StreamLine): string {
    const rows = rowsOf(line, this.#context, this.#layout);
    const before = this.#map.rows === 0 ? '' : '\r\n';
    this.#map.add(line, rows.length);
    return before + rows.join('\r\n');
  }

  #write(text: string, parsed: () => void): void {
    const { rows } = this.#map;
    const shows = this.#shows;
    this.#open.terminal.write(text, () => {
      if (shows === this.#shows) this.#parsedRows = rows;
      if (this.#cursor !== null && !this.#lineMark.shown) this.#mark();
      parsed();
    });
  }

  /** The line of a host, once it is in the buffer. */
  #parsedLineOf(host: number | null): number | undefined {
    const index = host === null ? undefined : this.#map.ofHost(host);
    if (index === undefined) return undefined;
    const { first, count } = this.#map.rowsOf(index);
    return first + count <= this.#parsedRows ? index : undefined;
  }

  /** Index in the buffer of the first row that was written; negative when it has been scrolled out. */
  #firstRow(): number {
    const { active } = this.#open.terminal.buffer;
    return active.baseY + active.cursorY - (this.#parsedRows - 1);
  }

  #bottomRow(): number {
    const { terminal } = this.#open;
    return Math.min(
      this.#map.rows - 1,
      terminal.buffer.active.viewportY + terminal.rows - 1 - this.#firstRow(),
    );
  }

  #inSight(index: number): boolean {
    const { first, count } = this.#map.rowsOf(index);
    const { terminal } = this.#open;
    const top = first + this.#firstRow() - terminal.buffer.active.viewportY;
    return top >= 0 && top + count <= terminal.rows;
  }

  #scrollTo(index: number, place: 'top' | 'middle'): void {
    const { terminal } = this.#open;
    const row = this.#map.rowsOf(index).first + this.#firstRow();
    terminal.scrollToLine(Math.max(0, place === 'top' ? row : row - (terminal.rows >> 1)));
  }

  #topLine(): number | null {
    const index = this.#map.atRow(this.#open.terminal.buffer.active.viewportY - this.#firstRow());
    const line = index === undefined ? undefined : this.#map.line(index);
    return line === undefined ? null : (hostsOfLine(line)[0] ?? null);
  }

  /** Marks every row of the cursor's line. */
  #mark(): void {
    const index = this.#parsedLineOf(this.#cursor);
    if (index === undefined) return this.#lineMark.clear();
    const { first, count } = this.#map.rowsOf(index);
    this.#lineMark.show(first + this.#firstRow(), count);
  }

  #scrolled(): void {
    if (this.#restoring) return;
    const { active } = this.#open.terminal.buffer;
    const away = active.viewportY < active.baseY;
    // At the end without having been away: the person stands still there on purpose.
    if (away || this.#away) this.setFollow(!away);
    this.#away = away;
  }

  #listenToPresses(container: HTMLElement): () => void {
    const hostAt = (event: MouseEvent): number | null => {
      const screen = container.querySelector('.xterm-screen')!.getBoundingClientRect();
      const { terminal } = this.#open;
      const row = Math.floor(((event.clientY - screen.top) / screen.height) * terminal.rows);
      const index = this.#map.atRow(row + terminal.buffer.active.viewportY - this.#firstRow());
      const line = index === undefined ? undefined : this.#map.line(index);
      return line === undefined ? null : (hostsOfLine(line)[0] ?? null);
    };
    const pressed = (event: MouseEvent): void => {
      const host = hostAt(event);
      if (host === null || (event.detail === 1 && this.selection !== '')) return;
      this.#events.picked(host, event.detail === 2);
    };
    container.addEventListener('click', pressed);
    return () => container.removeEventListener('click', pressed);
  }
}
