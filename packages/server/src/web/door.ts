import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '@rollcall/protocol';
import { localeOf, PROBLEM_TYPE, problemDocument } from './problem.ts';
import type { Sites } from './sites.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may come in at all, from its headers alone: it asks for one of our names (else DNS rebinding),
 * and no other site's page has sent it. Runs before any router, for requests and upgrades alike.
 */
export function judgeSite(request: IncomingMessage, sites: Sites): ProblemCode | null {
  const { host, origin } = request.headers;
  if (sites.originOfHost(host) === null) return 'foreign-host';
  if (origin !== undefined && !sites.hasOrigin(origin)) return 'foreign-origin';
  return fromOtherSite(request) ? 'foreign-origin' : null;
}

/** What the browser itself says about the page that sent a request; scripts send no such header. */
function fromOtherSite({ method, headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  // Following a link to us from another page is fine: it carries no session (SameSite=Strict) and changes nothing.
  return !(SAFE_METHODS.has(method ?? '') && headers['sec-fetch-mode'] === 'navigate');
}

/** Answers a request that did not get through the door, and lets go of its connection. */
export function refuseRequest(request: IncomingMessage, response: ServerResponse, code: ProblemCode): void {
  const { status, body } = refusal(request, code);
  response.writeHead(status, {
    'content-type': PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}

/** The same for an upgrade, where there is only the bare connection. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, code: ProblemCode): void {
  writeRefusal(socket, refusal(request, code));
}

/** Answers what is not even HTTP, or takes too long to be said. */
export function refuseNonsense(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else
    writeRefusal(
      socket,
      refusal(null, error.code === 'HPE_HEADER_OVERFLOW' ? 'too-large' : 'invalid-request'),
    );
}

interface Refusal {
  status: number;
  body: string;
}

function writeRefusal(socket: Duplex, { status, body }: Refusal): void {
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function refusal(request: IncomingMessage | null, code: ProblemCode): Refusal {
  const document = problemDocument(code, localeOf(request?.headers['accept-language']) ?? 'en');
  return { status: document.status, body: JSON.stringify(document) };
}
