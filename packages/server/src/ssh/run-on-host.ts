import type { Clock, HostKeyLedger, HostRequest, ReadyLogin, RunOnHost, SessionFact } from '../run/ports.ts';
import { createAttempt, type Attempt } from './attempt.ts';
import { openSession } from './command.ts';
import { connectSsh } from './connection.ts';
import { dial, type Routes } from './dial.ts';
import { createFlushTicker, type FlushTicker } from './flush-ticker.ts';
import type { KeyKnowledge } from './host-key.ts';
import type { KnownHosts } from './known-hosts.ts';
import { KEEPALIVE, type KeepaliveLimits } from './link.ts';
import { converse } from './login-conversation.ts';
import { prepareLogin, stillGood, type PreparedLogin } from './login.ts';
import { createLoopWatch, type LoopWatch } from './loop-watch.ts';
import { createLookups, systemResolve, type Lookups, type Resolve } from './resolve.ts';

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
}

interface Shared {
  options: RunOnHostOptions;
  watch: LoopWatch;
  ticker: FlushTicker;
  lookups: Lookups;
  routes: Routes;
  login(login: ReadyLogin): Promise<PreparedLogin>;
}

/**
 * Builds the way to run one command on one host over SSH. Hand the same `login` object to all hosts of a run: its key is
 * parsed once per object.
 */
export function createRunOnHost(options: RunOnHostOptions): RunOnHost {
  const prepared = new WeakMap<ReadyLogin, Promise<PreparedLogin>>();
  const shared: Shared = {
    options,
    watch: createLoopWatch(() => options.clock.monotonic()),
    ticker: createFlushTicker(),
    lookups: createLookups(options.resolve ?? systemResolve),
    routes: options.routes ?? new Map(),
    login(login) {
      const known = prepared.get(login) ?? prepareLogin(login);
      prepared.set(login, known);
      return known;
    },
  };
  return (request) => runOnHost(request, shared);
}

/**
 * Runs the command on one host and yields what happened, in order, ending with exactly one outcome. A refusing, silent or dying
 * host is an outcome; rejects only when the ledger or the login key fails, which is no doing of the host.
 */
async function* runOnHost(request: HostRequest, shared: Shared): AsyncGenerator<SessionFact, void> {
  const attempt = createAttempt(request, shared.options.clock, shared.watch);
  try {
    yield { type: 'host-connecting' };
    yield* goThrough(attempt, shared);
    yield attempt.outcome();
  } finally {
    attempt.dispose();
  }
}

/** Ends early, without a word, when the attempt has an ending. */
async function* goThrough(attempt: Attempt, shared: Shared): AsyncGenerator<SessionFact, void> {
  const { request } = attempt;
  const user = request.target.user ?? request.login.user;
  const [prepared, known] = await Promise.all([
    shared.login(request.login),
    knowledge(request, shared.options),
  ]);
  const dialled = await dial(attempt, shared.lookups, shared.routes);
  if (dialled === undefined) return;
  // The connection stands and is silent until the engine lets this host go on.
  await attempt.until(request.admit());
  if (attempt.ending !== undefined) return;
  const login = converse(attempt, user, prepared, stillGood(request.login, shared.options.clock.now()));
  attempt.onDispose(() => login.dispose());
  const connected = await connectSsh(dialled.handOver(), {
    attempt,
    known,
    login,
    user,
    record: (key) => record(key, request, shared.options),
  });
  if (connected === undefined) return;
  const { link, server, hostKey, algorithms } = connected;
  link.keepAlive(shared.options.keepalive ?? KEEPALIVE, shared.watch);
  const session = openSession(attempt, link, shared.ticker);
  const { address } = dialled;
  yield {
    type: 'host-connected',
    address,
    server,
    hostKey,
    login: login.accepted(),
    algorithms,
    stages: attempt.stages(),
  };
  if ((await session.opened) === undefined) return;
  yield { type: 'host-dispatched', token: request.token };
  session.start();
  for (let output = await session.nextOutput(); output; output = await session.nextOutput()) {
    yield { type: 'host-output', ...output };
  }
}

async function knowledge(
  request: HostRequest,
  { knownHosts, ledger }: RunOnHostOptions,
): Promise<KeyKnowledge> {
  const port = request.target.port ?? request.port;
  const { host } = request.target;
  const inFiles = knownHosts.find(host, port);
  const inLedger = await ledger.find(host, port);
  return {
    ...inFiles,
    // A file that anybody's ssh may have added to does not widen what a person has decided here.
    trusted: inLedger.trusted.length > 0 ? inLedger.trusted : inFiles.trusted,
    revoked: [...inFiles.revoked, ...inLedger.revoked],
    policy: request.hostKeys,
  };
}

function record(
  key: { type: string; key: string },
  request: HostRequest,
  { ledger, clock }: RunOnHostOptions,
) {
  const { host } = request.target;
  const port = request.target.port ?? request.port;
  return ledger.record({ host, port, ...key, atMs: clock.now(), by: 'accept-new' });
}
