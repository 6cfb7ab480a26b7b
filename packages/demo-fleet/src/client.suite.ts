/** A bare ssh2 client for this package's tests: what a client sees of one host, and nothing hidden. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from 'ssh2';

/** How long a fact may take on a busy machine. */
export const SOON = { timeout: 10_000 };

/** What came back from one command. */
export interface Seen {
  stdout: Buffer;
  stderr: Buffer;
  /** Every exit status that was reported; empty when the channel closed without saying. */
  statuses: number[];
  signal: string | undefined;
  coreDumped: boolean;
  /** Errors of the two streams. */
  errors: string[];
}

/** A logged-in connection to one address of a fleet. */
export interface Login {
  client: Client;
  socket: Socket;
  /** Messages of all `error` events. */
  errors: string[];
  /** Resolves when the connection is gone. */
  closed: Promise<void>;
}

/**
 * Connects to `address` and logs in (any user, any password); resolves at "ready".
 * Rejects with the first error, and leaves nothing open then.
 */
export async function logIn(address: string, port: number, config: ConnectConfig = {}): Promise<Login> {
  const socket = createConnection({ host: address, port, noDelay: true });
  const client = new ssh2.Client();
  const errors: string[] = [];
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.on('error', (error) => errors.push(error.message));
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.once('error', reject);
    void closed.then(() => reject(new Error('closed without an error')));
  });
  client.connect({ sock: socket, username: 'ops', password: 'demo', readyTimeout: 5000, ...config });
  try {
    await ready;
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { client, socket, errors, closed };
}

/**
 * Asks for `command` and reads both streams to the end of the channel; rejects when it is refused.
 * Listeners are attached inside ssh2's callback: an `exit` that follows at once is lost otherwise.
 * @param onChannel called with the channel as soon as it is open
 */
export async function run(
  login: Login,
  command: string,
  env: Record<string, string> = {},
  onChannel: (channel: ClientChannel) => void = () => {},
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    login.client.exec(command, { env }, (error, channel) => {
      if (error) return reject(error);
      resolve(readAll(channel));
      onChannel(channel);
    });
  });
}

async function readAll(channel: ClientChannel): Promise<Seen> {
  const seen: Seen = {
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    statuses: [],
    signal: undefined,
    coreDumped: false,
    errors: [],
  };
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  channel.on('data', (chunk: Buffer) => out.push(chunk));
  channel.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  for (const stream of [channel, channel.stderr])
    stream.on('error', (error: Error) => seen.errors.push(error.message));
  channel.on('exit', (status: number | null, signal?: string, coreDumped?: boolean) => {
    if (status !== null) seen.statuses.push(status);
    seen.signal = signal;
    seen.coreDumped = coreDumped ?? false;
  });
  await once(channel, 'close');
  seen.stdout = Buffer.concat(out);
  seen.stderr = Buffer.concat(err);
  return seen;
}

/** Connects, runs one command, and closes. */
export async function ask(
  address: string,
  port: number,
  command = 'uname -n',
  env: Record<string, string> = {},
): Promise<Seen> {
  const login = await logIn(address, port);
  try {
    return await run(login, command, env);
  } finally {
    login.client.end();
    await login.closed;
  }
}

/** Resolves when the host has handled all that was sent before: replies to global requests keep the order. */
export async function fence({ client }: Login): Promise<void> {
  await new Promise<void>((resolve) => {
    client.forwardIn('127.0.0.1', 0, () => resolve());
  });
}

/** SHA-256 in lower-case hex, as ledgers give it. */
export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The key that a host shows, base64 of its blob; the client goes away before it logs in. */
export async function keyShown(address: string, port: number): Promise<string> {
  let shown = '';
  const login = logIn(address, port, {
    hostVerifier: (key: Buffer) => {
      shown = key.toString('base64');
      return false;
    },
  });
  await login.catch(() => {});
  return shown;
}
