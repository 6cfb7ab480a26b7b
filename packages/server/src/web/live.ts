import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  FEED_ACK_TIMEOUT_MS,
  MAX_CLIENT_FRAME_BYTES,
  type ClientToServerEvents,
  type ProblemCode,
  type ServerToClientEvents,
} from '@rollcall/protocol';
import { Server as Engine } from 'engine.io';
import { Server, type DefaultEventsMap } from 'socket.io';
import type { SignedIn } from '../access/access.ts';
import type { Bell } from './bell.ts';
import type { WebServerDeps } from './ports.ts';
import { serveViewer, type ViewerSocket } from './viewer.ts';

/** Sockets that one user may have open: about as many browser tabs. */
export const MAX_SOCKETS_PER_USER = 20;
/** How often open sockets are checked against the store, where another process may have ended their session. */
const SESSION_CHECK_MS = 30_000;
/**
 * How often a sign of life goes out, and how long its answer may take, in ms. A browser calls the connection lost
 * after both together: with Socket.IO's own 25 s + 20 s a page behind a dead network said "Live" for 44 s.
 */
const PING_INTERVAL_MS = 5_000;
const PING_TIMEOUT_MS = 5_000;
/** A connection that has not joined by then is closed. */
const JOIN_TIMEOUT_MS = 5_000;

/** Where Socket.IO listens. */
export const LIVE_PATH = '/socket.io/';

/** The live half of the server: Socket.IO over WebSocket alone. */
export interface Live {
  /** Takes an upgrade whose site and sender have been checked. The only way in. */
  admit(request: IncomingMessage, socket: Duplex, head: Buffer, signedIn: SignedIn): void;
  close(): Promise<void>;
}

type LiveServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  { signedIn: SignedIn }
>;

export interface LiveOptions extends Pick<WebServerDeps, 'store' | 'access' | 'clock' | 'log'> {
  bell: Bell;
  ackTimeoutMs?: number;
  sessionCheckMs?: number;
  pollMs?: number;
  /** As `Feed.restMs`. */
  restMs?: number;
}

/**
 * Socket.IO on an engine that has no HTTP server: it sees nothing but what `admit` hands it, so there is no first request,
 * later request or upgrade that could come past the door. An upgrade that names an engine session is refused there
 * too: with one transport nobody honest sends it.
 */
export function createLive(options: LiveOptions): Live {
  const { access, log } = options;
  const engine = new Engine({
    transports: ['websocket'],
    allowUpgrades: false,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: MAX_CLIENT_FRAME_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
  });
  const io: LiveServer = new Server({ serveClient: false, connectTimeout: JOIN_TIMEOUT_MS });
  const admitted = new WeakMap<IncomingMessage, SignedIn>();
  const people = new WeakMap<object, SignedIn>();

  engine.on('connection', (connection: { request: IncomingMessage | null }) => {
    const signedIn = connection.request && admitted.get(connection.request);
    if (signedIn) people.set(connection, signedIn);
    // The engine would keep the first request, cookies and all, as long as the socket lives.
    connection.request = null;
  });
  io.bind(engine);

  io.use((socket, next) => {
    const signedIn = people.get(socket.conn);
    if (!signedIn) return next(refusal('not-signed-in'));
    if (socketsOf(io, signedIn.user).length >= MAX_SOCKETS_PER_USER) return next(refusal('too-many-tries'));
    socket.data.signedIn = signedIn;
    next();
  });
  io.on('connection', (socket) =>
    serveViewer(socket, {
      ...options,
      ackTimeoutMs: options.ackTimeoutMs ?? FEED_ACK_TIMEOUT_MS,
      allowed: (signedIn) => stillIn(signedIn, access),
    }),
  );

  const stopListening = access.onEnded((session) => {
    for (const socket of socketsOf(io)) if (socket.data.signedIn.session === session) hangUp(socket);
  });
  const timer = setInterval(() => {
    checkSockets(io, access).catch((error: unknown) =>
      log.error({ err: error }, 'sessions cannot be checked'),
    );
  }, options.sessionCheckMs ?? SESSION_CHECK_MS);
  timer.unref();

  return {
    admit(request, socket, head, signedIn) {
      admitted.set(request, signedIn);
      engine.handleUpgrade(request, socket, head);
    },
    async close() {
      clearInterval(timer);
      stopListening();
      await io.close();
    },
  };
}

/** Becomes `connect_error` at the client, with the code in `error.data.code`. */
function refusal(code: ProblemCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}

function socketsOf(io: LiveServer, user?: string): ViewerSocket[] {
  const all = [...io.sockets.sockets.values()];
  return user === undefined ? all : all.filter((socket) => socket.data.signedIn.user === user);
}

/** The client hears that the server ended it, and does not come back by itself. */
function hangUp(socket: ViewerSocket): void {
  socket.disconnect(true);
}

async function stillIn(signedIn: SignedIn, access: WebServerDeps['access']): Promise<boolean> {
  return signedIn.session === null || (await access.sessionHolds(signedIn.session));
}

async function checkSockets(io: LiveServer, access: WebServerDeps['access']): Promise<void> {
  for (const socket of socketsOf(io)) if (!(await stillIn(socket.data.signedIn, access))) hangUp(socket);
}
