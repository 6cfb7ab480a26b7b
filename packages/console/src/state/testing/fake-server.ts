import {
  packEvents,
  type ClientToServerEvents,
  type Cursor,
  type FeedBatch,
  type FeedOpen,
  type FeedView,
  type ProblemCode,
  type RunEvent,
  type ServerToClientEvents,
} from '@rollcall/protocol';
import type { SocketLike } from '../link.ts';

type Listeners = { connect: () => void; disconnect: () => void; connect_error: (error: Error) => void };
type AnyListener = (...args: never[]) => void;

interface ServerFeed {
  id: string;
  view: FeedView;
  cursor: Cursor;
  /** Batches that are sent and not acknowledged; a right server never has more than one. */
  unacknowledged: number;
}

/** The server's end of a feed and the wire to it, for tests: everything happens when the test says so. */
export class FakeServer implements SocketLike {
  connected = false;
  /** While false, every try to connect fails. */
  reachable = true;
  readonly parts: RunEvent[][] = [];
  readonly feeds = new Map<string, ServerFeed>();
  finished = false;
  acknowledged = 0;
  opens: FeedOpen[] = [];
  #made = 0;
  readonly #listeners = new Map<string, AnyListener[]>();

  on(
    event: keyof Listeners | keyof ServerToClientEvents,
    listener: Listeners[keyof Listeners] | ServerToClientEvents[keyof ServerToClientEvents],
  ): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  connect(): void {
    if (this.connected) return;
    if (!this.reachable) return this.#tell('connect_error', new Error('websocket error'));
    this.connected = true;
    this.#tell('connect');
  }

  disconnect(): void {
    this.cut();
  }

  /** The connection breaks; the server forgets its feeds. */
  cut(): void {
    this.feeds.clear();
    if (!this.connected) return;
    this.connected = false;
    this.#tell('disconnect');
  }

  emit<E extends keyof ClientToServerEvents>(event: E, ...args: Parameters<ClientToServerEvents[E]>): void {
    if (!this.connected) throw new Error('sent while offline');
    if (event === 'feed-close') this.feeds.delete((args[0] as { feed: string }).feed);
    else this.#open(...(args as Parameters<ClientToServerEvents['feed-open']>));
  }

  #open(request: FeedOpen, reply: Parameters<ClientToServerEvents['feed-open']>[1]): void {
    this.opens.push(request);
    this.#made += 1;
    const id = `feed-${this.#made}`;
    this.feeds.set(id, { id, view: request.view, cursor: { ...request.cursor }, unacknowledged: 0 });
    reply({ ok: true, feed: id });
  }

  /** Sends the next batch of every feed that waits for none. `size` is the most events of one batch. */
  step(size: number): boolean {
    let sent = false;
    for (const feed of this.feeds.values()) {
      if (feed.unacknowledged > 0) continue;
      const part = this.parts.findIndex((events, index) => events.length > (feed.cursor[index] ?? 0));
      if (part >= 0) this.#send(feed, part, size);
      else if (this.finished) {
        this.feeds.delete(feed.id);
        this.#tell('feed-end', { feed: feed.id, cursor: feed.cursor });
      } else continue;
      sent = true;
    }
    return sent;
  }

  #send(feed: ServerFeed, part: number, size: number): void {
    const from = feed.cursor[part] ?? 0;
    const events = this.parts[part]!.slice(from, from + size);
    const to = from + events.length;
    feed.unacknowledged += 1;
    let done = false;
    this.#tell('feed-batch', { feed: feed.id, part, from, to, ...packEvents(events) }, () => {
      if (done || this.feeds.get(feed.id) !== feed) return;
      done = true;
      feed.unacknowledged -= 1;
      feed.cursor[part] = to;
      this.acknowledged += 1;
    });
  }

  /** Sends any batch to every open feed, right or wrong. */
  sendAnything(batch: Omit<FeedBatch, 'feed'>, ack: () => void = () => undefined): void {
    for (const feed of this.feeds.keys()) this.#tell('feed-batch', { ...batch, feed }, ack);
  }

  /** Every feed could not go on. */
  fail(code: ProblemCode): void {
    for (const feed of this.feeds.keys()) {
      this.feeds.delete(feed);
      this.#tell('feed-failed', { feed, code });
    }
  }

  #tell(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (...a: unknown[]) => void)(...args);
  }
}
