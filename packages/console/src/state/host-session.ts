import type { OutcomeEvent, RunEvent } from '@rollcall/protocol';
import { Feed } from './feed.ts';
import type { Wire } from './link.ts';
import { OutputWindow, type OutputPiece } from './output-window.ts';
import type { Timers } from './timers.ts';

/** What a reader of one host gets: its output, and last the end of the attempt. */
export type HostItem = OutputPiece | { type: 'end'; outcome: OutcomeEvent };
type ItemReader = (item: HostItem) => Promise<void> | void;

/** Who only passes a host on the way to another does not read its output; this long is a stay, in ms. */
const STAY_MS = 80;

/** Follows one host of a run while it is open: its output, and the token of its attempt. */
export class HostSession {
  readonly host: number;
  readonly window = new OutputWindow();
  readonly #stopOpening: () => void;
  #feed: Feed | null = null;
  readonly #watchers = new Set<() => void>();
  #token: string | null = null;
  #outcome: OutcomeEvent | null = null;
  #reader: ItemReader | null = null;

  constructor(deps: { wire: Wire; timers: Timers }, run: string, host: number) {
    this.host = host;
    const options = { ...deps, run, view: { host }, take: async (events: RunEvent[]) => this.#take(events) };
    this.#stopOpening = deps.timers.after(STAY_MS, () => {
      this.#feed = new Feed(options);
    });
  }

  /** Name of the attempt, known from its dispatch on. */
  get token(): string | null {
    return this.#token;
  }

  /** How the attempt ended; everything that the host printed is here then. */
  get outcome(): OutcomeEvent | null {
    return this.#outcome;
  }

  /** Calls `watcher` when the token, the outcome or the amount of output may have changed. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Hands each further item to `reader`, the only one; the feed waits until it has resolved. */
  read(reader: ItemReader): () => void {
    this.#reader = reader;
    return () => {
      if (this.#reader === reader) this.#reader = null;
    };
  }

  close(): void {
    this.#stopOpening();
    this.#feed?.close();
    this.#watchers.clear();
    this.#reader = null;
  }

  async #take(events: readonly RunEvent[]): Promise<void> {
    const parsed: Promise<void>[] = [];
    for (const event of events) {
      if (event.type === 'host-dispatched') this.#token = event.token;
      const item = itemOf(event);
      if (item === null) continue;
      if (item.type === 'end') this.#outcome = item.outcome;
      else this.window.push(item);
      if (this.#reader !== null) parsed.push(Promise.resolve(this.#reader(item)));
    }
    for (const watcher of this.#watchers) watcher();
    await Promise.all(parsed);
  }
}

function itemOf(event: RunEvent): HostItem | null {
  switch (event.type) {
    case 'host-output':
      return { type: 'bytes', stream: event.stream, bytes: event.bytes };
    case 'host-output-gap':
      return { type: 'gap', stdoutBytes: event.stdoutBytes, stderrBytes: event.stderrBytes };
    case 'host-exited':
    case 'host-failed':
    case 'host-timed-out':
    case 'host-unknown':
    case 'host-cancelled':
    case 'host-skipped':
      return { type: 'end', outcome: event };
    default:
      return null;
  }
}
