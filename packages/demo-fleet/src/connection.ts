import type { Socket } from 'node:net';
import type { AuthContext, Connection } from 'ssh2';
import { endlessBanner, speakForeign } from './foreign.ts';
import { serveForwards } from './forward.ts';
import { muteAfter, offerUnshared, spoilSignature } from './handshake.ts';
import type { Accepted, Host } from './host.ts';
import { answerLogin } from './login.ts';
import { recordOutput } from './sent-output.ts';
import { serveSession } from './session.ts';
import { gatherWrites, makeKeysQuick, protocolOf } from './ssh2-internals.ts';
import type { Offer, SshServers } from './ssh-servers.ts';
import { afterDelay } from './timing.ts';

/** Serves one accepted socket as `host` until it is closed. */
export function serveConnection(socket: Socket, host: Host, servers: SshServers): void {
  const record = host.record.connect();
  const closed = new AbortController();
  socket.setNoDelay(true);
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') record.closing('client-rst');
  });
  socket.once('end', () => record.closing('client-fin'));
  socket.once('close', () => {
    record.closing('host');
    record.closed();
    closed.abort();
  });
  startTransport({ socket, host, record, closed: closed.signal }, servers);
}

function startTransport(accepted: Accepted, servers: SshServers): void {
  const { socket, host, record, closed } = accepted;
  const { transport } = host;
  switch (transport.type) {
    case 'silent':
      socket.resume();
      return;
    case 'close':
      record.closing('host');
      socket.resume();
      socket.end();
      return;
    case 'turn-away':
      if (transport.times > 0 && host.record.connections > transport.times) {
        return startSsh(accepted, servers, 'current');
      }
      record.closing('host');
      socket.resume();
      socket.end(transport.line);
      return;
    case 'legacy':
      return startSsh(accepted, servers, transport.offer);
    case 'foreign':
      if (speakForeign(socket, transport.protocol) === 'closes') record.closing('host');
      return;
    case 'endless-banner':
      void endlessBanner(socket, transport.pieces, closed);
      return;
    case 'unshared':
      if (transport.offer !== 'zlib-only') return offerUnshared(socket, transport.offer);
      return startSsh(accepted, servers, 'zlib-only');
    case 'mute-after':
      muteAfter(socket, transport.message);
      return startSsh(accepted, servers, 'current');
    case 'bad-signature':
      spoilSignature(socket);
      return startSsh(accepted, servers, 'current');
    case 'ssh':
      return startSsh(accepted, servers, 'current');
  }
}

function startSsh(accepted: Accepted, servers: SshServers, offer: Offer): void {
  const { socket, host, record } = accepted;
  const onClient = (connection: Connection, software: string): void => {
    host.record.client = software;
    record.reach('banner');
    serveClient(connection, accepted);
  };
  const key = host.keyFor(host.hostKey);
  if (host.hostKey === 'fresh') servers.acceptOnce(socket, key, onClient);
  else servers.accept(socket, key, offer, onClient);
}

function serveClient(connection: Connection, accepted: Accepted): void {
  const { socket, host, record, closed } = accepted;
  const protocol = protocolOf(connection);
  let user = '';
  const loginState = { firstHalfDone: false };
  // Whatever ssh2 complains about, the client has already gone or broken the protocol.
  connection.on('error', () => {});
  gatherWrites(protocol, socket);
  connection.on('handshake', () => {
    makeKeysQuick(protocol);
    record.reach('kex');
  });
  connection.on('authentication', (context: AuthContext) => {
    user = context.username;
    record.reach('auth');
    host.record.authRequest(user, context.method);
    if (context.method === 'publickey' && context.hashAlgo) host.record.signatures.push(context.hashAlgo);
    const answer = (): void => answerLogin(host.login, host.accounts, context, loginState);
    // One wait for one login: the probes that clients send before it are answered at once.
    afterDelay(isProbe(context) ? 0 : host.stepDelayMs, closed, answer);
  });
  connection.on('ready', () => record.reach('ready'));
  const forwarded = host.forward && serveForwards(connection, host.forward, accepted);
  recordOutput(protocol, host.record, forwarded);
  // Without a listener ssh2 itself answers "administratively prohibited".
  if (host.channel === 'forbid') return;
  connection.on('session', (accept, reject) => {
    afterDelay(host.stepDelayMs, closed, () => {
      if (host.channel === 'refuse') reject();
      else if (host.channel === 'accept') serveSession(accept(), { user, connection, accepted });
    });
  });
}

function isProbe(context: AuthContext): boolean {
  return context.method === 'none' || (context.method === 'publickey' && context.signature === undefined);
}
