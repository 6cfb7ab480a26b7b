import type { Cursor, RunEvent, RunSummary, RunTarget } from '@rollcall/protocol';
import { Feed, passed, type FeedState } from './feed.ts';
import type { Link } from './link.ts';
import { RunStore } from './run-store.ts';
import { ServerClock } from './server-clock.ts';
import type { Timers } from './timers.ts';

/** A run as the server describes it before its log is read. */
export interface LoadedRun {
  summary: RunSummary;
  targets: readonly RunTarget[];
  /** The `Date` header of the answer, ms since 1970; NaN when there was none. */
  serverMs: number;
}

/** What a session needs from outside; `load` and `reached` reject with anything, which the session passes on. */
export interface SessionDeps {
  link: Link;
  timers: Timers;
  load: (run: string) => Promise<LoadedRun>;
  /** How far the log goes now: asked after a reconnect, to prove that nothing is missing. */
  reached: (run: string) => Promise<Cursor>;
}

/** The connection was lost and is back: shown until it has been read. */
export interface Back {
  afterMs: number;
  /** The first event and the last one that came since; equal to `from - 1` when nothing happened meanwhile. */
  from: number;
  to: number;
}

export type SessionState =
  | { type: 'loading' }
  | { type: 'failed'; error: unknown }
  | { type: 'ready'; summary: RunSummary; targets: readonly RunTarget[]; store: RunStore };

/** How the page follows this run, as a value that changes when it is to be shown anew. */
export interface SessionLink {
  feed: FeedState;
  back: Back | null;
}

type TakeListener = (events: readonly RunEvent[]) => Promise<void> | void;

/** How long "Back after 9 s" is shown, in ms. */
const BACK_SHOWN_MS = 8_000;

/**
 * One run that a page follows: loads what was asked for, then follows the log until it ends or the session is closed.
 * Pages come and go; the session is theirs only to read.
 */
export class RunSession {
  readonly run: string;
  readonly clock: ServerClock;
  readonly #deps: SessionDeps;
  readonly #watchers = new Set<() => void>();
  readonly #takers = new Set<TakeListener>();
  #state: SessionState = { type: 'loading' };
  #feed: Feed | null = null;
  #link: SessionLink = { feed: { type: 'waiting' }, back: null };
  readonly #release: () => void;
  #closed = false;
  #unwatch: (() => void) | null = null;
  /** Set while the connection is lost: since when, and where the cursor was. */
  #lost: { sinceMs: number; event: number } | null = null;
  /** Set after a reconnect until everything that happened meanwhile is here. */
  #catchingUp: (Back & { until: number | null }) | null = null;

  constructor(run: string, deps: SessionDeps) {
    this.run = run;
    this.#deps = deps;
    this.clock = new ServerClock(() => deps.timers.now());
    this.#release = deps.link.want();
    void this.#load();
  }

  get state(): SessionState {
    return this.#state;
  }

  get link(): SessionLink {
    return this.#link;
  }

  /** Calls `watcher` when `state` or `link` is a new object. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Hands every batch on after it was folded; the next batch waits until `listener` has resolved. */
  onTaken(listener: TakeListener): () => void {
    this.#takers.add(listener);
    return () => this.#takers.delete(listener);
  }

  /** Loads again after a failure. */
  retry(): void {
    if (this.#state.type !== 'failed') return;
    this.#set({ type: 'loading' });
    void this.#load();
  }

  close(): void {
    this.#closed = true;
    this.#feed?.close();
    this.#unwatch?.();
    this.#release();
    if (this.#state.type === 'ready') this.#state.store.close();
    this.#watchers.clear();
    this.#takers.clear();
  }

  async #load(): Promise<void> {
    let loaded: LoadedRun;
    try {
      loaded = await this.#deps.load(this.run);
    } catch (error) {
      if (!this.#closed) this.#set({ type: 'failed', error });
      return;
    }
    if (this.#closed) return;
    const { timers, link } = this.#deps;
    this.clock.seed(loaded.serverMs);
    const until = passed(loaded.summary.reached);
    const store = new RunStore(loaded.targets.length, this.clock, timers, until);
    this.#set({ type: 'ready', summary: loaded.summary, targets: loaded.targets, store });
    this.#unwatch = link.watch(() => this.#linkChanged(store));
    this.#linkChanged(store);
    this.#feed = new Feed({
      wire: link,
      timers,
      run: this.run,
      view: 'status',
      take: async (events) => this.#take(store, events),
      changed: () => this.#showLink(),
    });
    this.#showLink();
  }

  async #take(store: RunStore, events: readonly RunEvent[]): Promise<void> {
    store.take(events, this.#event());
    if (this.#catchingUp !== null) this.#showLink();
    await Promise.all(Array.from(this.#takers, async (listener) => listener(events)));
  }

  #linkChanged(store: RunStore): void {
    const { link, timers } = this.#deps;
    const { state } = link;
    store.setStill(state.type !== 'live');
    if (state.type === 'lost' && this.#lost === null)
      this.#lost = { sinceMs: state.sinceMs, event: this.#event() };
    if (state.type !== 'live' || this.#lost === null) return;
    const { sinceMs, event } = this.#lost;
    this.#lost = null;
    if (this.#feed === null || this.#feed.state.type === 'ended') return;
    this.#catchingUp = { afterMs: timers.now() - sinceMs, from: event + 1, to: event, until: null };
    void this.#askReached(this.#catchingUp);
  }

  async #askReached(back: Back & { until: number | null }): Promise<void> {
    try {
      back.until = passed(await this.#deps.reached(this.run));
    } catch {
      // Without an answer there is no proof, so nothing is claimed; the feed itself goes on.
      if (this.#catchingUp === back) this.#catchingUp = null;
    }
    this.#showLink();
  }

  #event(): number {
    return this.#feed === null ? 0 : passed(this.#feed.cursor);
  }

  #showLink(): void {
    if (this.#closed) return;
    const back = this.#caughtUp(this.#event());
    this.#link = { feed: this.#feed?.state ?? { type: 'waiting' }, back: back ?? this.#link.back };
    if (back !== null) this.#deps.timers.after(BACK_SHOWN_MS, () => this.#forgetBack(back));
    this.#tell();
  }

  #caughtUp(event: number): Back | null {
    const back = this.#catchingUp;
    if (back === null || back.until === null || event < back.until) return null;
    this.#catchingUp = null;
    return { afterMs: back.afterMs, from: back.from, to: back.until };
  }

  #forgetBack(back: Back): void {
    if (this.#link.back !== back || this.#closed) return;
    this.#link = { ...this.#link, back: null };
    this.#tell();
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
