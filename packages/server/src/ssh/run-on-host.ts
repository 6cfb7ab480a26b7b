import type { HostKeySeen } from '@rollcall/protocol';
import type { Clock, HostKeyLedger, HostRequest, ReadyLogin, RunOnHost, SessionFact } from '../run/ports.ts';
import { createAttempt, type Attempt } from './attempt.ts';
import { openSession, type CommandSession } from './command.ts';
import { connectHost, type Connection, type ConnectTools } from './connect-host.ts';
import { dial, type Routes } from './dial.ts';
import { createFlushTicker, type FlushTicker } from './flush-ticker.ts';
import { trustNow } from './host-trust.ts';
import { connectionIdentity } from './identity.ts';
import { createBastions } from './jump/bastions.ts';
import { hopLabel, wayProblem } from './jump/hop.ts';
import { reachThroughBastion } from './jump/reach.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { KeepaliveLimits } from './link.ts';
import { prepareLogin, type PreparedLogin } from './login.ts';
import { createLoopWatch } from './loop-watch.ts';
import { createLookups, systemResolve, type Resolve } from './resolve.ts';
import { createComeBack } from './turned-away.ts';
import { withinOpenFiles } from './warm/open-files.ts';
import { createWarmConnections, type WarmConnections } from './warm/warm-connections.ts';

export interface RunOnHostOptions {
  ledger: HostKeyLedger;
  knownHosts: KnownHosts;
  /** Where hosts really are, asked before any name server: the embedded demo fleet. Keys are filed under the host as typed. */
  routes?: Routes;
  clock: Clock;
  /** Instead of the system's name lookup. */
  resolve?: Resolve;
  /** Instead of 15 s × 3. */
  keepalive?: KeepaliveLimits;
  /** How long the connection to a host is kept after its command, in ms. Absent or 0: it is closed at once. */
  keepConnectionsMs?: number;
  /** How many are kept at most, instead of 1,000. */
  maxKeptConnections?: number;
  /** Pauses before a host that turned us away unheard is tried again, in ms, instead of 0.3 s, 1 s and 3 s. */
  busyPausesMs?: readonly number[];
  /** How long the connection to a jump host is kept without hosts, at least; instead of 5 s. */
  minJumpIdleMs?: number;
  /** Connections at once over one jump host, instead of 200. */
  maxJumpChannels?: number;
}

/** Runs commands on hosts; whoever made it closes what it keeps open. */
export interface HostRunner extends RunOnHost {
  /** Closes the connections that are kept, also those to jump hosts. */
  close(): void;
}

interface Shared {
  tools: ConnectTools;
  ticker: FlushTicker;
  warm: WarmConnections;
}

/** One that is kept takes 45 KiB of the heap: 1,000 are 54 MiB after a collection, with everything else. */
const MAX_KEPT = 1_000;
const MAX_JUMP_CHANNELS = 200;
/** The hosts of a run come one after the other: the connection to their jump host must last from one to the next. */
const MIN_JUMP_IDLE_MS = 5_000;

/**
 * Builds the way to run one command on one host over SSH. Hand the same `login` object to all hosts of a run: its key is
 * parsed once per object, and a jump host that refuses it is not asked again.
 */
export function createRunOnHost(options: RunOnHostOptions): HostRunner {
  const prepared = new WeakMap<ReadyLogin, Promise<PreparedLogin>>();
  const idleMs = options.keepConnectionsMs ?? 0;
  const lookups = createLookups(options.resolve ?? systemResolve);
  const routes = options.routes ?? new Map();
  const bastions = createBastions(
    {
      maxChannels: options.maxJumpChannels ?? MAX_JUMP_CHANNELS,
      idleMs: Math.max(idleMs, options.minJumpIdleMs ?? MIN_JUMP_IDLE_MS),
    },
    () => shared.tools,
  );
  const shared: Shared = {
    tools: {
      ledger: options.ledger,
      knownHosts: options.knownHosts,
      clock: options.clock,
      keepalive: options.keepalive,
      watch: createLoopWatch(() => options.clock.monotonic()),
      reach: (attempt) =>
        attempt.request.jump?.length
          ? reachThroughBastion(attempt, bastions, routes)
          : dial(attempt, lookups, routes),
      comeBack: createComeBack(options.busyPausesMs),
      prepare(login) {
        const known = prepared.get(login) ?? prepareLogin(login);
        prepared.set(login, known);
        return known;
      },
    },
    ticker: createFlushTicker(),
    warm: createWarmConnections({
      idleMs,
      max: idleMs === 0 ? 0 : withinOpenFiles(options.maxKeptConnections ?? MAX_KEPT),
      nowMs: () => options.clock.monotonic(),
    }),
  };
  const close = () => {
    shared.warm.close();
    bastions.close();
  };
  return Object.assign((request: HostRequest) => runOnHost(request, shared), { close });
}

/**
 * Runs the command on one host and yields what happened, in order, ending with exactly one outcome. A refusing, silent or dying
 * host is an outcome; rejects only when the ledger or the login key fails, which is no doing of the host.
 */
async function* runOnHost(request: HostRequest, shared: Shared): AsyncGenerator<SessionFact, void> {
  const attempt = createAttempt(request, shared.tools.clock, shared.tools.watch);
  try {
    yield { type: 'host-connecting' };
    yield* goThrough(attempt, shared);
    yield attempt.outcome();
  } finally {
    attempt.dispose();
  }
}

/** A session on a connection, and how it came about. */
interface Opened {
  connection: Connection;
  session: CommandSession;
  hostKey: HostKeySeen;
  isReused: boolean;
}

/** Ends early, without a word, when the attempt has an ending. */
async function* goThrough(attempt: Attempt, shared: Shared): AsyncGenerator<SessionFact, void> {
  const { request } = attempt;
  const problem = wayProblem(request);
  if (problem !== undefined) return attempt.end({ type: 'host-failed', ...problem });
  const identity = connectionIdentity(request);
  const opened = (await reuse(attempt, identity, shared)) ?? (await connect(attempt, identity, shared));
  if (opened === undefined) return;
  const { connection, session, hostKey, isReused } = opened;
  const { address, server, login, algorithms } = connection;
  yield {
    type: 'host-connected',
    address,
    server,
    hostKey,
    login,
    algorithms,
    ...(request.jump?.length && { jump: request.jump.map((hop) => hopLabel(hop, request.login.user)) }),
    ...(isReused && { reused: true }),
    stages: attempt.stages(),
  };
  if ((await session.opened) === undefined) return;
  yield { type: 'host-dispatched', token: request.token };
  session.start();
  for (let output = await session.nextOutput(); output; output = await session.nextOutput()) {
    yield { type: 'host-output', ...output };
  }
}

async function connect(attempt: Attempt, identity: string, shared: Shared): Promise<Opened | undefined> {
  if (attempt.ending !== undefined) return undefined;
  const connection = await connectHost(attempt, shared.tools);
  if (connection === undefined) {
    if (isShortage(attempt)) shared.warm.shed();
    return undefined;
  }
  own(attempt, identity, connection, shared);
  if (attempt.ending !== undefined) return undefined;
  const session = openSession(attempt, connection, shared.ticker);
  return { connection, session, hostKey: connection.hostKey, isReused: false };
}

/** A session on a kept connection to the same host, whose key is trusted still. Undefined when there is none that works. */
async function reuse(attempt: Attempt, identity: string, shared: Shared): Promise<Opened | undefined> {
  const { request } = attempt;
  for (;;) {
    const connection = shared.warm.take(identity);
    if (connection === undefined) return undefined;
    const hostKey = await trustNow(request, connection, shared.tools);
    if (hostKey === undefined) {
      connection.link.close();
      continue;
    }
    await attempt.until(request.admit());
    own(attempt, identity, connection, shared);
    if (attempt.ending !== undefined) return undefined;
    const session = openSession(attempt, connection, shared.ticker, 'spare');
    if (await session.opened) return { connection, session, hostKey, isReused: true };
    connection.link.close();
    if (attempt.ending !== undefined) return undefined;
  }
}

/** The connection lives as long as the attempt, and may be kept after it. */
function own(attempt: Attempt, identity: string, connection: Connection, { warm }: Shared): void {
  const { hostsOfRun = 1 } = attempt.request;
  attempt.onEnd(() => warm.keep(identity, connection, hostsOfRun));
  attempt.onDispose(() => {
    if (attempt.ending === undefined) connection.link.drop();
  });
}

function isShortage({ ending }: Attempt): boolean {
  return ending?.type === 'host-failed' && ending.reason === 'connect/no-resources';
}
