import type {
  ClientToServerEvents,
  FeedBatch,
  FeedOpen,
  ProblemCode,
  Reply,
  ServerToClientEvents,
} from '@rollcall/protocol';
import { backoffMs, type Timers } from './timers.ts';

/** How the page stands to the server. */
export type LinkState =
  | { type: 'connecting' }
  | { type: 'live' }
  /** `nextTryAtMs` is null while a try is under way. */
  | { type: 'lost'; sinceMs: number; tries: number; nextTryAtMs: number | null };

/** The part of a Socket.IO socket that is used here; it must neither reconnect nor connect by itself. */
export interface SocketLike {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: 'connect', listener: () => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  on(event: 'connect_error', listener: (error: Error) => void): unknown;
  on<E extends keyof ServerToClientEvents>(event: E, listener: ServerToClientEvents[E]): unknown;
  emit<E extends keyof ClientToServerEvents>(event: E, ...args: Parameters<ClientToServerEvents[E]>): unknown;
}

/** What a feed hears from the server. */
export interface WireListener {
  connected(): void;
  disconnected(): void;
  batch(batch: FeedBatch, ack: () => void): void;
  end(feed: string): void;
  failed(feed: string, code: ProblemCode): void;
}

/** The server as a feed needs it. Nothing is sent while it is away, and nothing is kept to be sent later. */
export interface Wire {
  readonly connected: boolean;
  openFeed(request: FeedOpen, reply: (answer: Reply<{ feed: string }>) => void): void;
  closeFeed(feed: string): void;
  listen(listener: WireListener): () => void;
}

/**
 * The one connection of the page. It waits 1 to 10 s between tries and knows when the next one comes, which
 * Socket.IO's own reconnection does not tell.
 */
export class Link implements Wire {
  #state: LinkState = { type: 'connecting' };
  /** Counts connections: an answer or acknowledgement that belongs to an earlier one is dropped. */
  #epoch = 0;
  #users = 0;
  #stopTimer: (() => void) | null = null;
  readonly #socket: SocketLike;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #listeners = new Set<WireListener>();
  readonly #watchers = new Set<() => void>();
  readonly #refused = new Set<(error: Error) => void>();

  constructor(socket: SocketLike, timers: Timers, random: () => number = Math.random) {
    this.#socket = socket;
    this.#timers = timers;
    this.#random = random;
    socket.on('connect', () => this.#up());
    socket.on('disconnect', () => this.#down());
    socket.on('connect_error', (error) => {
      this.#down();
      for (const listener of this.#refused) listener(error);
    });
    socket.on('feed-batch', (batch, ack) => this.#batch(batch, ack));
    socket.on('feed-end', ({ feed }) => this.#listeners.forEach((each) => each.end(feed)));
    socket.on('feed-failed', ({ feed, code }) => this.#listeners.forEach((each) => each.failed(feed, code)));
  }

  get state(): LinkState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#state.type === 'live' && this.#socket.connected;
  }

  /** Connects, and again and again whenever the connection is lost, until all who wanted it have let go. */
  want(): () => void {
    this.#users += 1;
    if (this.#users === 1) this.#socket.connect();
    let wanted = true;
    return () => {
      if (!wanted) return;
      wanted = false;
      this.#users -= 1;
      if (this.#users === 0) this.#stop();
    };
  }

  #stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#socket.disconnect();
    this.#set({ type: 'connecting' });
  }

  /** Does not wait for the next try. */
  tryNow(): void {
    if (this.#state.type !== 'lost' || this.#state.nextTryAtMs === null) return;
    this.#stopTimer?.();
    this.#try();
  }

  /** Calls `watcher` after each change of `state`. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Calls `listener` when a try to connect fails; the server may have refused the session. */
  onRefused(listener: (error: Error) => void): () => void {
    this.#refused.add(listener);
    return () => this.#refused.delete(listener);
  }

  listen(listener: WireListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  openFeed(request: FeedOpen, reply: (answer: Reply<{ feed: string }>) => void): void {
    const epoch = this.#epoch;
    if (!this.connected) return;
    this.#socket.emit('feed-open', request, (answer) => {
      if (epoch === this.#epoch && this.connected) reply(answer);
    });
  }

  closeFeed(feed: string): void {
    if (this.connected) this.#socket.emit('feed-close', { feed });
  }

  /** Socket.IO numbers acknowledgements per connection: a late one would answer for a batch of the next connection. */
  #batch(batch: FeedBatch, ack: () => void): void {
    const epoch = this.#epoch;
    const guarded = (): void => {
      if (epoch === this.#epoch && this.connected) ack();
    };
    for (const listener of this.#listeners) listener.batch(batch, guarded);
  }

  #up(): void {
    this.#epoch += 1;
    this.#set({ type: 'live' });
    for (const listener of this.#listeners) listener.connected();
  }

  #down(): void {
    const was = this.#state;
    const sinceMs = was.type === 'lost' ? was.sinceMs : this.#timers.now();
    const tries = was.type === 'lost' ? was.tries + 1 : 0;
    this.#epoch += 1;
    this.#stopTimer?.();
    this.#stopTimer = null;
    const delayMs = backoffMs(tries, this.#random());
    this.#set({
      type: 'lost',
      sinceMs,
      tries,
      nextTryAtMs: this.#users > 0 ? this.#timers.now() + delayMs : null,
    });
    if (this.#users > 0) this.#stopTimer = this.#timers.after(delayMs, () => this.#try());
    if (was.type === 'live') for (const listener of this.#listeners) listener.disconnected();
  }

  #try(): void {
    this.#stopTimer = null;
    if (this.#state.type === 'lost') this.#set({ ...this.#state, nextTryAtMs: null });
    this.#socket.connect();
  }

  #set(state: LinkState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
