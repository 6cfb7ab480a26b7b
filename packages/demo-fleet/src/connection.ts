import type { Socket } from 'node:net';
import type { AuthContext, Connection, Session } from 'ssh2';
import type { ChannelOpen, HostKeyChoice, Login, Transport } from './behaviour.ts';
import { Call } from './call.ts';
import { endlessBanner, speakForeign } from './foreign.ts';
import { muteAfter, offerUnshared, spoilSignature } from './handshake.ts';
import type { HostKey } from './host-key.ts';
import type { ConnectionRecord, HostRecord } from './ledger.ts';
import { answerLogin, type Accounts } from './login.ts';
import { recordOutput } from './sent-output.ts';
import { protocolOf } from './ssh2-internals.ts';
import type { SshServers } from './ssh-servers.ts';
import { pause } from './timing.ts';

/** Everything that decides how one accepted connection goes. */
export interface Host {
  readonly address: string;
  readonly record: HostRecord;
  readonly transport: Transport;
  readonly hostKey: HostKeyChoice;
  readonly keyFor: (choice: HostKeyChoice) => HostKey;
  readonly login: Login;
  readonly accounts: Accounts;
  readonly channel: ChannelOpen;
  /** Wait before each answer, ms. */
  readonly stepDelayMs: number;
  /** Answers one command. Rejects only on a bug; ssh2 would hide what is thrown at once. */
  readonly answer: (call: Call) => Promise<void>;
}

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
  startTransport(socket, host, servers, record, closed.signal);
}

function startTransport(
  socket: Socket,
  host: Host,
  servers: SshServers,
  record: ConnectionRecord,
  closed: AbortSignal,
): void {
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
    case 'foreign':
      if (speakForeign(socket, transport.protocol) === 'closes') record.closing('host');
      return;
    case 'endless-banner':
      void endlessBanner(socket, transport.pieces, closed);
      return;
    case 'unshared':
      if (transport.offer !== 'zlib-only') return offerUnshared(socket, transport.offer);
      break;
    case 'mute-after':
      muteAfter(socket, transport.message);
      break;
    case 'bad-signature':
      spoilSignature(socket);
      break;
    case 'ssh':
      break;
  }
  const onClient = (connection: Connection, software: string): void => {
    host.record.client = software;
    record.reach('banner');
    serveClient(connection, socket, host, record, closed);
  };
  const key = host.keyFor(host.hostKey);
  if (host.hostKey === 'fresh') servers.acceptOnce(socket, key, onClient);
  else servers.accept(socket, key, transport.type === 'unshared' ? 'zlib' : 'none', onClient);
}

function serveClient(
  connection: Connection,
  socket: Socket,
  host: Host,
  record: ConnectionRecord,
  closed: AbortSignal,
): void {
  let user = '';
  const loginState = { firstHalfDone: false };
  // Whatever ssh2 complains about, the client has already gone or broken the protocol.
  connection.on('error', () => {});
  connection.on('handshake', () => record.reach('kex'));
  connection.on('authentication', (context: AuthContext) => {
    user = context.username;
    record.reach('auth');
    host.record.authRequest(user, context.method);
    const answer = (): void => answerLogin(host.login, host.accounts, context, loginState);
    // One wait for one login: the probes that clients send before it are answered at once.
    if (isProbe(context)) answer();
    else afterDelay(host, closed, answer);
  });
  connection.on('ready', () => record.reach('ready'));
  recordOutput(protocolOf(connection), host.record);
  // Without a listener ssh2 itself answers "administratively prohibited".
  if (host.channel === 'forbid') return;
  connection.on('session', (accept, reject) => {
    afterDelay(host, closed, () => {
      if (host.channel === 'refuse') return reject();
      if (host.channel === 'accept') serveSession(accept(), user, connection, socket, host, record, closed);
    });
  });
}

function serveSession(
  session: Session | undefined,
  user: string,
  connection: Connection,
  socket: Socket,
  host: Host,
  record: ConnectionRecord,
  connectionClosed: AbortSignal,
): void {
  if (session === undefined) return;
  const env = new Map<string, string>();
  let pty = false;
  session.on('env', (accept, _reject, { key, val }) => {
    env.set(key, val);
    accept?.();
  });
  session.on('pty', (accept) => {
    pty = true;
    accept?.();
  });
  session.on('exec', (accept, reject, { command }) => {
    record.reach('exec');
    const entry = host.record.exec(command, attemptOf(command, env), Date.now());
    const channelClosed = new AbortController();
    session.once('close', () => channelClosed.abort());
    connectionClosed.addEventListener('abort', () => channelClosed.abort(), { once: true });
    const call = new Call({
      request: { address: host.address, user, command, pty, env },
      socket,
      closing: () => record.closing('host'),
      protocol: protocolOf(connection),
      accept,
      refuse: reject,
      closed: channelClosed.signal,
    });
    session.on('signal', (_accept, _reject, { name }) => {
      const signal = name.replace(/^SIG/, '');
      host.record.signal(entry, signal);
      call.deliver(signal);
    });
    afterDelay(host, channelClosed.signal, () => void host.answer(call));
  });
}

function isProbe(context: AuthContext): boolean {
  return context.method === 'none' || (context.method === 'publickey' && context.signature === undefined);
}

/** The attempt token: from the environment, or as the first assignment before the command. */
function attemptOf(command: string, env: ReadonlyMap<string, string>): string | null {
  const fromCommand = /^\s*(?:export\s+)?ROLLCALL_ATTEMPT=(['"]?)([\w.:-]+)\1(?=[\s;])/.exec(command);
  return env.get('ROLLCALL_ATTEMPT') ?? fromCommand?.[2] ?? null;
}

function afterDelay(host: Host, closed: AbortSignal, run: () => void): void {
  if (host.stepDelayMs <= 0) run();
  else void runAfter(host.stepDelayMs, closed, run);
}

async function runAfter(ms: number, closed: AbortSignal, run: () => void): Promise<void> {
  if (await pause(ms, closed)) run();
}
