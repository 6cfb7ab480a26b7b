import {
  addressCells,
  statusColumns,
  type RunEvent,
  type StatusColumns,
  type StatusLineHost,
} from '@rollcall/protocol';
import { hostsOfLine, type StreamLine } from './stream-lines.ts';
import { StreamSource, type StreamChoice, type StreamFold } from './stream-source.ts';
import type { StreamLayout } from './stream-text.ts';
import { StreamTerminal } from './stream-terminal.ts';

/** Below this many columns a line takes two rows and needs no heads. */
const NARROW_COLUMNS = 60;
/** A text of fewer cells than this says nothing: then there is none. */
const TEXT_CELLS = 20;
/** Labels of ranges are longer than addresses: `10.0.0.96-127`. */
const RANGE_CELLS = 4;
/** How often folded seconds are looked at, and how long a resize rests before all lines are written anew, in ms. */
const FLUSH_MS = 250;
const REST_MS = 80;

/** The run as a stream needs it. */
export interface StreamRun extends StreamFold {
  hostOf: (host: number) => StatusLineHost;
  /** Length of the longest address of the run. */
  longestAddress: number;
  /** The server's wall clock. */
  now: () => number;
  /** Hands over every batch after it was folded; the next one waits for the result. */
  onTaken: (take: (events: readonly RunEvent[]) => Promise<void>) => () => void;
}

/** What a stream shows besides its lines. */
export interface StreamView {
  follow: boolean;
  /** Lines that came while it stands still. */
  held: number;
  folds: boolean;
  /** Lines of hosts that pass the filter. */
  lines: number;
  /** Where heads stand, in px; null when lines take two rows. The text has none where there is no room for it. */
  heads: (Record<Exclude<keyof StatusColumns, 'text'>, number> & { text: number | null }) | null;
}

/** Shows a run's stream in `container` and keeps it as the run goes on. Not part of the page: the page only reads `view`. */
export class StreamController {
  readonly #run: StreamRun;
  readonly #source: StreamSource;
  readonly #terminal: StreamTerminal;
  readonly #changed: (view: StreamView) => void;
  readonly #stops: (() => void)[] = [];
  #view: StreamView = { follow: true, held: 0, folds: false, lines: 0, heads: null };
  #choice: StreamChoice;
  #theme = document.documentElement.dataset['theme'] ?? '';
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** @param container on screen and without padding; `loadTerminalFonts` comes first */
  constructor(
    container: HTMLElement,
    run: StreamRun,
    options: {
      choice: StreamChoice;
      readAloud: boolean;
      changed: (view: StreamView) => void;
      picked: (host: number, open: boolean) => void;
    },
  ) {
    this.#run = run;
    this.#choice = options.choice;
    this.#changed = options.changed;
    this.#source = new StreamSource(run, run.hostOf, options.choice);
    this.#terminal = new StreamTerminal(container, {
      context: { hostOf: run.hostOf, state: run.state },
      layout: { locale: options.choice.locale, addressCells: 0, columns: 0, hasText: true },
      readAloud: options.readAloud,
      events: {
        followed: (follow) => this.#tell({ follow }),
        held: (held) => this.#tell({ held }),
        picked: options.picked,
      },
    });
    void this.#showAll(this.#source.all());
    const timer = setInterval(() => this.#flush(), FLUSH_MS);
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(container);
    this.#stops.push(
      () => clearInterval(timer),
      () => observer.disconnect(),
      run.onTaken(async (events) => this.#taken(events)),
    );
  }

  get selection(): string {
    return this.#terminal.selection;
  }

  choose(choice: StreamChoice): void {
    if (sameChoice(choice, this.#choice)) return;
    this.#choice = choice;
    void this.#showAll(this.#source.choose(choice));
  }

  /** Follows the end of the stream, or stands still and counts what comes. */
  toggleFollow(): void {
    this.#terminal.setFollow(!this.#view.follow);
  }

  setCursor(host: number | null, reveal: boolean): void {
    this.#terminal.setCursor(host, reveal);
  }

  neighbour(host: number | null, step: 1 | -1): number | null {
    return this.#terminal.neighbour(host, step);
  }

  /** Takes on the colours of `theme`, which is on screen; nothing to do when it has them. */
  repaint(theme: string): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#terminal.repaint();
  }

  dispose(): void {
    clearTimeout(this.#rest);
    for (const stop of this.#stops) stop();
    this.#terminal.dispose();
  }

  async #taken(events: readonly RunEvent[]): Promise<void> {
    const lines = this.#source.take(events);
    if (lines === 'anew') return this.#showAll(this.#source.all());
    return this.#append(lines);
  }

  #flush(): void {
    if (this.#source.waiting) void this.#append(this.#source.flush(this.#run.now()));
  }

  async #append(lines: readonly StreamLine[]): Promise<void> {
    if (lines.length === 0) return;
    this.#tell({ lines: this.#view.lines + countHosts(lines) });
    await this.#terminal.append(lines);
  }

  async #showAll(lines: readonly StreamLine[]): Promise<void> {
    const layout = this.#layout();
    this.#tell({ lines: countHosts(lines), folds: this.#source.folds, heads: this.#heads(layout) });
    await this.#terminal.show(lines, layout);
  }

  #layout(): StreamLayout {
    const { columns } = this.#terminal;
    const { locale } = this.#choice;
    const wanted = this.#run.longestAddress + (this.#source.folds ? RANGE_CELLS : 0);
    const beside = statusColumns({ locale, addressCells: 0 }).timeEnd;
    const fitting = columns < NARROW_COLUMNS ? columns - beside : wanted;
    const cells = addressCells(Math.min(wanted, fitting));
    const { text } = statusColumns({ locale, addressCells: cells });
    const hasText = columns < NARROW_COLUMNS || columns - text >= TEXT_CELLS;
    return { locale, columns, addressCells: cells, hasText };
  }

  #heads(layout: StreamLayout): StreamView['heads'] {
    if (layout.columns < NARROW_COLUMNS) return null;
    const { cellPx } = this.#terminal;
    const cells = statusColumns(layout);
    return {
      address: cells.address * cellPx,
      status: cells.status * cellPx,
      text: layout.hasText ? cells.text * cellPx : null,
      exitEnd: cells.exitEnd * cellPx,
      timeEnd: cells.timeEnd * cellPx,
    };
  }

  /** New columns cut every line anew; while an edge is dragged that waits until it rests. */
  #resized(): void {
    if (!this.#terminal.fit()) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#showAll(this.#source.all()), REST_MS);
  }

  #tell(change: Partial<StreamView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed(this.#view);
  }
}

const countHosts = (lines: readonly StreamLine[]): number =>
  lines.reduce((sum, line) => sum + (hostsOfLine(line).length > 0 ? 1 : 0), 0);

function sameChoice(a: StreamChoice, b: StreamChoice): boolean {
  return (
    a.fold === b.fold &&
    a.needle === b.needle &&
    a.locale === b.locale &&
    a.chips.size === b.chips.size &&
    [...a.chips].every((chip) => b.chips.has(chip))
  );
}
