import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import {
  applyEvent,
  emptyRunState,
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type RunFact,
  type RunState,
  type ServerToClientEvents,
} from '@rollcall/protocol';
import { runSpec } from '@rollcall/protocol/schemas';
import { io, type Socket } from 'socket.io-client';
import { afterEach } from 'vitest';
import { createAccess, type Access } from '../access/access.ts';
import { openInventory, type InventorySource } from '../inventory/open-inventory.ts';
import { hashSecret } from '../access/secrets.ts';
import { createHostKeys } from '../host-keys/host-keys.ts';
import type { Clock } from '../run/ports.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.ts';
import { createLog } from './log.ts';
import type { EngineLink, Logins, WebServerDeps } from './ports.ts';
import { createWebServer, type WebServer, type WebServerTimings } from './server.ts';

/** A browser's end of a socket. */
export type ViewerClient = Socket<ServerToClientEvents, ClientToServerEvents>;

/** The arguments of the next event of that name at a browser's end. */
export function heard(
  socket: Pick<ViewerClient, 'once'>,
  event: keyof ServerToClientEvents | 'disconnect' | 'connect_error',
): Promise<unknown[]> {
  // Node's types know only its own emitters; `once` itself needs no more than a socket has.
  return once(socket as unknown as NodeJS.EventEmitter, event) as Promise<unknown[]>;
}

/** An engine that only writes down what it is asked for; its bell is rung by the test. */
export interface TestEngine extends EngineLink {
  alive: boolean;
  dispatched: { run: string; secrets: unknown }[];
  cancelled: { run: string; by: string }[];
  /** Made to reject by setting it. */
  refusal: Error | null;
  ring(run: string): void;
}

function testEngine(): TestEngine {
  const listeners = new Set<(run: string) => void>();
  const engine: TestEngine = {
    alive: true,
    dispatched: [],
    cancelled: [],
    refusal: null,
    async dispatch(run, secrets) {
      if (engine.refusal) throw engine.refusal;
      engine.dispatched.push({ run, secrets });
    },
    async cancel(run, by) {
      engine.cancelled.push({ run, by });
    },
    onReached(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ring: (run) => listeners.forEach((listener) => listener(run)),
  };
  return engine;
}

/** A stored run whose log a test writes, fact by fact, as the engine would. */
export interface TestRun {
  id: string;
  state: RunState;
  /** Appends, numbers and dates the facts in one batch, then rings. */
  write(...facts: RunFact[]): Promise<void>;
}

/** A whole web server on a free port, over a store in memory. */
export interface Harness {
  web: WebServer;
  server: Server;
  port: number;
  origin: string;
  /** The origin that the program would print. */
  printed: string;
  store: SqliteStore;
  access: Access;
  engine: TestEngine;
  logins: Logins & { problem: Awaited<ReturnType<Logins['check']>> };
  /** What was logged, line by line. */
  logged: string[];
  clock: Clock & { skewMs: number };
  /** A session cookie of a browser that has just signed in, as `name=value`. */
  signIn: () => Promise<string>;
  token: string;
  /** A request with the token, unless `init` says otherwise. */
  api: (path: string, init?: RequestInit) => Promise<Response>;
  run: (hosts?: number) => Promise<TestRun>;
  /** A browser's socket; resolves when connected, rejects with the error of the handshake. */
  connect: (options?: { cookie?: string; headers?: Record<string, string> }) => Promise<ViewerClient>;
  close: () => Promise<void>;
}

const open: Harness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

const NO_LIMIT_RUN = { command: 'uptime', login: { method: 'agent', user: 'ops' } };

/** A spec that passes every check. */
export const specFor = (targets: string, more: object = {}) =>
  runSpec.parse({ ...NO_LIMIT_RUN, targets, ...more });

/** Starts a server that is closed after the test. */
export async function startHarness(
  options: Partial<Pick<WebServerDeps, 'configure' | 'consoleFolder' | 'origins' | 'limits' | 'demo'>> & {
    timings?: WebServerTimings;
    port?: number;
    inventory?: InventorySource;
  } = {},
): Promise<Harness> {
  const store = await openSqliteStore({ folder: ':memory:' });
  const engine = testEngine();
  const clock = { skewMs: 0, now: () => Date.now() + clock.skewMs, monotonic: () => performance.now() };
  const access = createAccess({ store, clock, user: 'owner' });
  const token = 'rc_test';
  await store.setApiToken({ hash: hashSecret(token), user: 'owner' });
  const logins: Harness['logins'] = {
    problem: null,
    identities: async () => [
      { name: 'id_ed25519', type: 'ed25519', fingerprint: 'SHA256:x', encrypted: false },
    ],
    agent: () => true,
    check: async () => logins.problem,
  };
  const logged: string[] = [];
  const limits = options.limits ?? { maxHosts: 10_000, maxFanout: 1_024, confirmHostsFrom: 1_000 };
  const web = await createWebServer(
    {
      store,
      access,
      hostKeys: createHostKeys({ store, clock }),
      engine,
      logins,
      inventory: options.inventory ?? openInventory({ file: '/nonexistent/inventory.yaml', groupsFrom: [] }),
      configure: options.configure ?? ((targets) => targets),
      consoleFolder: options.consoleFolder ?? null,
      limits,
      allowSpecial: false,
      defaults: { user: 'ops', fanout: 64, connectTimeoutMs: 10_000, commandTimeoutMs: 600_000 },
      demo: options.demo ?? null,
      version: '0.0.0-test',
      clock,
      log: createLog('info', { write: (line: string) => void logged.push(line) }),
      origins: options.origins ?? [],
    },
    options.timings,
  );
  const { port, origin: printed } = await web.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const origin = `http://127.0.0.1:${port}`;
  const clients: ViewerClient[] = [];

  const harness: Harness = {
    web,
    server: web.server,
    port,
    origin,
    printed,
    store,
    access,
    engine,
    logins,
    logged,
    clock,
    token,
    async signIn() {
      const { code } = await access.issueSignInCode();
      const response = await fetch(`${origin}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ code }),
      });
      return response.headers.getSetCookie()[0]!.split(';')[0]!;
    },
    api: (path, init = {}) =>
      fetch(`${origin}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
      }),
    run: (hosts = 1) => testRun(store, engine, hosts),
    async connect({ cookie, headers = {} } = {}) {
      const proof = cookie === undefined ? { cookie: await harness.signIn() } : { cookie };
      const client: ViewerClient = io(origin, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: { origin, ...proof, ...headers },
      });
      clients.push(client);
      await new Promise<void>((resolve, reject) => {
        client.once('connect', resolve);
        client.once('connect_error', reject);
      });
      return client;
    },
    async close() {
      for (const client of clients) client.disconnect();
      await web.close();
      await store.close();
    },
  };
  open.push(harness);
  return harness;
}

async function testRun(store: SqliteStore, engine: TestEngine, hosts: number): Promise<TestRun> {
  const id = randomUUID();
  const targets = Array.from({ length: hosts }, (_, index) => ({
    host: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
  }));
  await store.createRun({
    id,
    spec: specFor(`${hosts} hosts`),
    targets,
    createdAtMs: Date.now(),
    createdBy: 'owner',
    origin: 'console',
  });
  await store.claimRun(id, 'engine');
  const state = emptyRunState(hosts);
  return {
    id,
    state,
    async write(...facts) {
      const events = facts.map((fact, index) => ({ ...fact, seq: state.seq + index + 1, atMs: Date.now() }));
      for (const event of events) applyEvent(state, event);
      const { phase, counts, startedAtMs, finishedAtMs, finishReason, durationMs } = state;
      const progress = { phase, counts, startedAtMs, finishedAtMs, finishReason, durationMs };
      await store.appendEvents([{ run: id, part: 0, events, progress }], false);
      engine.ring(id);
    },
  };
}

/** The facts of a host that printed `chunks` and exited 0. */
export function answered(host: number, ...chunks: (string | Uint8Array)[]): RunFact[] {
  const about = { host, attempt: 1 };
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
  const stdoutBytes = bytes.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  return [
    { type: 'host-connecting', ...about },
    { type: 'host-dispatched', ...about, token: 't' },
    ...bytes.map((bytes): RunFact => ({ type: 'host-output', ...about, stream: 'stdout', bytes })),
    {
      type: 'host-exited',
      ...about,
      durationMs: 5,
      stages: {},
      output: { stdoutBytes, stderrBytes: 0, gapBytes: 0, lines: 1, excerpt: 'up' },
      status: 0,
      signal: null,
    },
  ];
}

export const started = (hostCount: number): RunFact => ({
  type: 'run-started',
  hostCount,
  fanout: 2,
  engine: 'engine',
});
export const finished: RunFact = { type: 'run-finished', reason: 'completed', durationMs: 7 };

/** A request to open a feed from the beginning. */
export const feedOf = (run: string, more: object = {}) => ({
  protocol: PROTOCOL_VERSION,
  run,
  view: 'all' as const,
  cursor: {},
  ...more,
});
