import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SignedIn } from '../access/access.ts';
import { createApp } from './app.ts';
import { createBell } from './bell.ts';
import { judgeSite, refuseRequest, refuseUpgrade } from './door.ts';
import { createLive, LIVE_PATH, type Live } from './live.ts';
import type { WebServerDeps } from './ports.ts';
import { createSites, type Sites } from './sites.ts';

/** One port with everything a browser or a script needs. */
export interface WebServer {
  readonly server: Server;
  /**
   * Opens the port; 0 takes a free one. Rejects with the system's error, `EADDRINUSE` for one.
   * @returns where it listens and the origin to print in a link: the first configured one, else the loopback address
   */
  listen(where: { host: string; port: number }): Promise<{ port: number; origin: string }>;
  /** Closes feeds, sockets, connections and the port. */
  close(): Promise<void>;
}

/** Timings that tests make shorter. */
export interface WebServerTimings {
  ackTimeoutMs?: number;
  sessionCheckMs?: number;
  pollMs?: number;
  restMs?: number;
}

/**
 * The web process: HTTP routes, console and live feeds on one port, behind one door that every request and every upgrade passes
 * before Fastify or Socket.IO see it.
 */
export async function createWebServer(
  deps: WebServerDeps,
  timings: WebServerTimings = {},
): Promise<WebServer> {
  const sites = createSites(deps.origins);
  const bell = createBell(deps.engine);
  const live = createLive({ ...deps, ...timings, bell });
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 });
  const app = await createApp({ ...deps, sites, bell, pollMs: timings.pollMs }, (answer) => {
    guardRequests(server, sites, answer);
    return server;
  });
  guardUpgrades(server, sites, deps, live);
  await app.ready();
  return {
    server,
    async listen(where) {
      server.listen(where);
      await once(server, 'listening');
      // Until here the door knows no name of ours, so that not even the first request comes past it.
      const { port } = server.address() as AddressInfo;
      sites.setPort(port);
      return { port, origin: deps.origins[0] ?? sites.list()[0]! };
    },
    async close() {
      bell.close();
      await live.close();
      await app.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function guardRequests(server: Server, sites: Sites, answer: RequestListener): void {
  server.on('request', (request, response) => {
    const wrong = judgeSite(request, sites) ?? (isLive(request) ? 'invalid-request' : null);
    if (wrong) refuseRequest(request, response, wrong);
    else answer(request, response);
  });
}

function isLive({ url }: IncomingMessage): boolean {
  return url?.startsWith(LIVE_PATH) ?? false;
}

function guardUpgrades(server: Server, sites: Sites, deps: WebServerDeps, live: Live): void {
  server.on('upgrade', (request, socket, head) => {
    survive(socket);
    admitUpgrade(request, socket, head, { sites, deps, live }).catch((error: unknown) => {
      deps.log.error({ err: error }, 'an upgrade failed');
      refuseUpgrade(request, socket, 'internal-error');
    });
  });
}

/** A function of its own, since a listener holds everything that its neighbours use, and this one lives as long as the socket. */
function survive(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
}

async function admitUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { sites, deps, live }: { sites: Sites; deps: WebServerDeps; live: Live },
): Promise<void> {
  const wrong = judgeSite(request, sites);
  if (wrong) return refuseUpgrade(request, socket, wrong);
  if (!isLive(request)) return refuseUpgrade(request, socket, 'not-found');
  // An engine session of one's own or a stolen one: a WebSocket is always the first and only request of its session.
  if (new URL(request.url!, 'http://here').searchParams.has('sid'))
    return refuseUpgrade(request, socket, 'invalid-request');
  const signedIn = await deps.access.authenticate(request.headers);
  if (!signedIn) return refuseUpgrade(request, socket, 'not-signed-in');
  if (!mayOmitOrigin(signedIn) && request.headers.origin === undefined)
    return refuseUpgrade(request, socket, 'foreign-origin');
  live.admit(request, socket, head, signedIn);
}

/** Browsers always name their origin; a script proves itself with a token, which no page can make a browser send. */
function mayOmitOrigin(signedIn: SignedIn): boolean {
  return signedIn.via === 'token';
}
