/** Most items of one write: some 3 ms of work. */
const ITEMS_PER_WRITE = 250;
/** A write ends with the item that passes this many characters: far below the 500 kB at which a terminal turns sluggish. */
const CHARS_PER_WRITE = 64 * 1024;

/** What a writer writes to. */
export interface Sink {
  /** Calls `parsed` when the terminal has taken `data` in. */
  write(data: string, parsed: () => void): void;
}

/**
 * Writes items to a terminal, one write a frame and never more than one unparsed, so that a page stays quick whatever
 * comes. Text is made only when it is written.
 */
export class Writer<T> {
  readonly #sink: Sink;
  readonly #textOf: (item: T) => string;
  readonly #schedule: (run: () => void) => () => void;
  #queue: T[] = [];
  #at = 0;
  #before = '';
  #unparsed = false;
  #cancel: (() => void) | null = null;
  /** Items queued and items parsed since the last restart. */
  #pushed = 0;
  #parsed = 0;
  #waiting: { until: number; resolve: () => void }[] = [];
  /** Counts restarts: a write from before one says nothing about the items after it. */
  #restarts = 0;
  #closed = false;

  /** @param schedule calls back before the next frame; the result takes it back */
  constructor(sink: Sink, textOf: (item: T) => string, schedule: (run: () => void) => () => void) {
    this.#sink = sink;
    this.#textOf = textOf;
    this.#schedule = schedule;
  }

  /** Items that are not written yet. */
  get pending(): number {
    return this.#queue.length - this.#at;
  }

  /** Queues `items`; resolves when all of them are parsed, or given up by `restart` or `close`. */
  async push(items: readonly T[]): Promise<void> {
    if (items.length === 0 || this.#closed) return;
    for (const item of items) this.#queue.push(item);
    this.#pushed += items.length;
    const until = this.#pushed;
    this.#plan();
    await new Promise<void>((resolve) => this.#waiting.push({ until, resolve }));
  }

  /** Forgets what is queued, and writes `before` ahead of whatever comes next. */
  restart(before: string): void {
    this.#forget();
    this.#before = before;
    this.#plan();
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#forget();
  }

  #forget(): void {
    this.#restarts += 1;
    this.#queue = [];
    this.#at = 0;
    this.#pushed = 0;
    this.#parsed = 0;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #plan(): void {
    if (this.#unparsed || this.#closed || this.#cancel !== null) return;
    if (this.pending === 0 && this.#before === '') return;
    this.#cancel = this.#schedule(() => {
      this.#cancel = null;
      this.#writeSome();
    });
  }

  #writeSome(): void {
    let text = this.#before;
    this.#before = '';
    const from = this.#at;
    while (this.pending > 0 && this.#at - from < ITEMS_PER_WRITE && text.length < CHARS_PER_WRITE) {
      text += this.#textOf(this.#queue[this.#at]!);
      this.#at += 1;
    }
    const written = this.#at - from;
    if (this.pending === 0) {
      this.#queue = [];
      this.#at = 0;
    }
    const restarts = this.#restarts;
    this.#unparsed = true;
    this.#sink.write(text, () => {
      this.#unparsed = false;
      if (restarts === this.#restarts) this.#tell(written);
      this.#plan();
    });
  }

  #tell(parsed: number): void {
    this.#parsed += parsed;
    const done = this.#waiting.filter(({ until }) => until <= this.#parsed);
    this.#waiting = this.#waiting.filter(({ until }) => until > this.#parsed);
    for (const { resolve } of done) resolve();
  }
}
