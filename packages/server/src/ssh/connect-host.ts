import type { Clock, HostKeyLedger, ReadyLogin } from '../run/ports.ts';
import type { Attempt, ConnectRequest } from './attempt.ts';
import { connectSsh, type LoggedIn } from './connection.ts';
import type { Dialled } from './dial.ts';
import type { Failure } from './failures.ts';
import type { KeyKnowledge } from './host-key.ts';
import { filedAs, knowledgeOf } from './host-trust.ts';
import type { KnownHosts } from './known-hosts.ts';
import { KEEPALIVE, type KeepaliveLimits } from './link.ts';
import { converse } from './login-conversation.ts';
import { stillGood, type PreparedLogin } from './login.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { ComeBack } from './turned-away.ts';

/** What connecting to any host takes; one per engine. */
export interface ConnectTools {
  ledger: HostKeyLedger;
  knownHosts: KnownHosts;
  clock: Clock;
  keepalive?: KeepaliveLimits | undefined;
  watch: LoopWatch;
  /** Makes a connection to the host, by TCP or over jump hosts. Undefined when the attempt ended on the way. */
  reach(attempt: Attempt<ConnectRequest>): Promise<Dialled | undefined>;
  comeBack: ComeBack;
  /** Opens a login; once per login. */
  prepare(login: ReadyLogin): Promise<PreparedLogin>;
}

/** A connection on which the host has proved its key and taken the login, and what is to be said of it. */
export interface Connection extends LoggedIn {
  address: string;
  /** What was accepted, in words. */
  login: string;
  /** When it was, on the monotonic clock. */
  sinceMs: number;
}

/**
 * Reaches a host, checks its key and logs in. Undefined when the attempt ended on the way; nothing is left open then. Rejects only
 * when the ledger or the login key fails.
 */
export async function connectHost(
  attempt: Attempt<ConnectRequest>,
  tools: ConnectTools,
): Promise<Connection | undefined> {
  const { request } = attempt;
  const [prepared, known] = await Promise.all([tools.prepare(request.login), knowledgeOf(request, tools)]);
  let endTurn: (() => void) | undefined;
  for (let tries = 0; ; tries++) {
    const reached = await tools.reach(attempt);
    if (reached === undefined) return undefined;
    // The connection stands and is silent until the engine lets this host go on.
    if (tries === 0) await attempt.until(request.admit());
    if (attempt.ending !== undefined) return undefined;
    const connection = await logIn(attempt, reached, { prepared, known }, tools);
    endTurn?.();
    if (connection === undefined || 'link' in connection) return connection;
    endTurn = await tools.comeBack.wait(attempt, tries, reached.address);
    if (endTurn === undefined) {
      attempt.end({ type: 'host-failed', ...connection });
      return undefined;
    }
  }
}

/** Takes a connection to a login. A failure in place of it says that sshd was busy, and that nothing was sent. */
async function logIn(
  attempt: Attempt<ConnectRequest>,
  reached: Dialled,
  { prepared, known }: { prepared: PreparedLogin; known: KeyKnowledge },
  tools: ConnectTools,
): Promise<Connection | Failure | undefined> {
  const { request } = attempt;
  const user = request.target.user ?? request.login.user;
  const login = converse(attempt, user, prepared, stillGood(request.login, tools.clock.now()));
  attempt.onDispose(() => login.dispose());
  const loggedIn = await connectSsh(reached.handOver(), {
    attempt,
    known,
    login,
    user,
    record: (key) =>
      tools.ledger.record({ ...filedAs(request), ...key, atMs: tools.clock.now(), by: 'accept-new' }),
  });
  if (loggedIn === undefined || !('link' in loggedIn)) return loggedIn;
  loggedIn.link.keepAlive(tools.keepalive ?? KEEPALIVE, tools.watch);
  return { ...loggedIn, address: reached.address, login: login.accepted(), sinceMs: tools.clock.monotonic() };
}
