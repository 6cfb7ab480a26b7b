import {
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type FeedBatch,
  type FeedOpen,
  type ProblemCode,
  type Reply,
  type ServerToClientEvents,
} from '@rollcall/protocol';
import { feedClose, feedOpen } from '@rollcall/protocol/schemas';
import type { Logger } from 'pino';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { SignedIn } from '../access/access.ts';
import { StorageError, type Clock, type RunStore } from '../run/ports.ts';
import type { Bell } from './bell.ts';
import { runFeed } from './feed.ts';
import { tokenBucket } from './token-bucket.ts';

/** Feeds that one socket may have open. The console needs two: the status of a run and one host. */
export const MAX_FEEDS_PER_SOCKET = 8;
const EVENT_RATE = { perSecond: 100, burst: 200 };
const OPEN_RATE = { perSecond: 10, burst: 40 };

/** The server's end of a browser's socket. */
export type ViewerSocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  { signedIn: SignedIn }
>;

/** What the feeds of a browser are served from. */
export interface ViewerDeps {
  store: Pick<RunStore, 'getRun' | 'readEvents'>;
  bell: Bell;
  clock: Clock;
  log: Logger;
  /** Whether who opened the socket is still signed in. */
  allowed: (signedIn: SignedIn) => Promise<boolean>;
  /** How long a viewer may take for a batch, in ms. */
  ackTimeoutMs: number;
  pollMs?: number;
  /** As `Feed.restMs`. */
  restMs?: number;
}

type OpenReply = Reply<{ feed: string }>;
const no = (code: ProblemCode, detail?: string): OpenReply =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };

/**
 * Serves the feeds of one browser. What a browser sends is checked here, whatever it is: an odd request is answered with
 * its code; an event that cannot be answered (another name, no way to reply, too many a second) ends the connection; nothing throws.
 */
export function serveViewer(socket: ViewerSocket, deps: ViewerDeps): void {
  const feeds = new Map<string, AbortController>();
  const mayOpen = tokenBucket(deps.clock, OPEN_RATE);
  const mayAsk = tokenBucket(deps.clock, EVENT_RATE);
  let opened = 0;

  const open = async (raw: unknown): Promise<OpenReply> => {
    if (!mayOpen()) return no('too-many-tries', 'Feeds are opened too fast; wait a second.');
    const checked = await checkOpen(raw, socket, deps);
    if (!checked.ok) return checked;
    if (feeds.size >= MAX_FEEDS_PER_SOCKET)
      return no('too-many-tries', `This page has ${MAX_FEEDS_PER_SOCKET} feeds open; close one first.`);
    opened += 1;
    const feed = `f${opened}`;
    feeds.set(feed, new AbortController());
    return { ok: true, feed };
  };

  const openAndFollow = async (raw: unknown, reply: (answer: OpenReply) => void): Promise<void> => {
    const answer = await open(raw).catch((error: unknown) => no(faultCode(error, deps.log)));
    reply(answer);
    // Gone while its request was checked: nobody would end this feed, and a run without news would keep it for ever.
    if (!answer.ok || socket.disconnected) return;
    const { signal } = feeds.get(answer.feed)!;
    await serveFeed(socket, deps, { feed: answer.feed, request: raw as FeedOpen, signal });
    feeds.delete(answer.feed);
  };

  const handlers: Record<keyof ClientToServerEvents, (args: unknown[]) => boolean> = {
    'feed-open'([raw, reply]) {
      if (typeof reply !== 'function') return false;
      void openAndFollow(raw, reply as (answer: OpenReply) => void);
      return true;
    },
    'feed-close'([raw]) {
      const request = feedClose.safeParse(raw);
      if (!request.success) return false;
      feeds.get(request.data.feed)?.abort();
      feeds.delete(request.data.feed);
      return true;
    },
  };
  const isKnown = (name: unknown): name is keyof typeof handlers =>
    typeof name === 'string' && Object.hasOwn(handlers, name);

  socket.onAny((name: unknown, ...args: unknown[]) => {
    if (!mayAsk() || !isKnown(name) || !handlers[name](args)) socket.conn.close();
  });
  socket.on('disconnect', () => {
    for (const feed of feeds.values()) feed.abort();
  });
}

async function checkOpen(
  raw: unknown,
  socket: ViewerSocket,
  deps: ViewerDeps,
): Promise<{ ok: true } | { ok: false; code: ProblemCode; detail?: string }> {
  // Before the schema: another version may well ask in another shape, and needs to hear that it is another version.
  const { protocol } = Object(raw) as { protocol?: unknown };
  if (typeof protocol === 'number' && protocol !== PROTOCOL_VERSION)
    return { ok: false, code: 'wrong-protocol', detail: `This server speaks version ${PROTOCOL_VERSION}.` };
  const request = feedOpen.safeParse(raw);
  if (!request.success) return { ok: false, code: 'invalid-request' };
  if (!(await deps.allowed(socket.data.signedIn))) return { ok: false, code: 'not-signed-in' };
  const run = await deps.store.getRun(request.data.run);
  if (!run) return { ok: false, code: 'unknown-run' };
  const { view, cursor } = request.data;
  if (typeof view === 'object' && view.host >= run.hostCount) return { ok: false, code: 'unknown-host' };
  const beyond = Object.entries(cursor).some(([part, seq]) => seq > (run.reached[part] ?? 0));
  if (beyond)
    return { ok: false, code: 'invalid-request', detail: 'The cursor is beyond the log; start at 0.' };
  return { ok: true };
}

async function serveFeed(
  socket: ViewerSocket,
  deps: ViewerDeps,
  { feed, request, signal }: { feed: string; request: FeedOpen; signal: AbortSignal },
): Promise<void> {
  try {
    const cursor = await runFeed({
      store: deps.store,
      bell: deps.bell,
      run: request.run,
      pollMs: deps.pollMs,
      restMs: deps.restMs,
      view: request.view,
      cursor: request.cursor,
      send: (batch) => deliver(socket, { feed, ...batch }, signal, deps.ackTimeoutMs),
      signal,
    });
    if (cursor) socket.emit('feed-end', { feed, cursor });
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ViewerStalled) {
      deps.log.info({ feed }, 'a viewer does not answer and is dropped');
      socket.conn.close(true);
    } else socket.emit('feed-failed', { feed, code: faultCode(error, deps.log) });
  }
}

class ViewerStalled extends Error {}

/** Sends one batch; resolves when the viewer has acknowledged it, rejects when it does not in time or `signal` aborts. */
function deliver(
  socket: ViewerSocket,
  batch: FeedBatch,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('the feed was closed'));
    signal.addEventListener('abort', gone, { once: true });
    socket.timeout(timeoutMs).emit('feed-batch', batch, (late: Error | null) => {
      signal.removeEventListener('abort', gone);
      if (late) reject(new ViewerStalled());
      else resolve();
    });
  });
}

function faultCode(error: unknown, log: Logger): ProblemCode {
  log.error({ err: error }, 'a feed failed');
  return error instanceof StorageError ? 'storage-unavailable' : 'internal-error';
}
