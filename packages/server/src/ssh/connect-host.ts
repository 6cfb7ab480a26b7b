import type { Clock, HostKeyLedger, ReadyLogin } from '../run/ports.ts';
import type { Attempt, ConnectRequest } from './attempt.ts';
import { connectSsh, type LoggedIn } from './connection.ts';
import { dial, type Dialled, type Routes } from './dial.ts';
import { judgeHostKey, type KeyKnowledge } from './host-key.ts';
import type { Bastions } from './jump/bastions.ts';
import { reachThroughBastion } from './jump/reach.ts';
import type { KnownHostKeys, KnownHosts } from './known-hosts.ts';
import { KEEPALIVE, type KeepaliveLimits } from './link.ts';
import { converse } from './login-conversation.ts';
import { stillGood, type PreparedLogin } from './login.ts';
import type { LoopWatch } from './loop-watch.ts';
import type { Lookups } from './resolve.ts';

/** Its lines of this port have the name alone. */
const SSH_PORT = 22;

/** What connecting to any host takes; one per engine. */
export interface ConnectTools {
  ledger: HostKeyLedger;
  knownHosts: KnownHosts;
  clock: Clock;
  keepalive?: KeepaliveLimits | undefined;
  watch: LoopWatch;
  lookups: Lookups;
  routes: Routes;
  bastions: Bastions;
  /** Opens a login; once per login. */
  prepare(login: ReadyLogin): Promise<PreparedLogin>;
}

/** A connection on which the host has proved its key and taken the login, and what is to be said of it. */
export interface Connection extends LoggedIn {
  address: string;
  /** What was accepted, in words. */
  login: string;
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
  const user = request.target.user ?? request.login.user;
  const [prepared, known] = await Promise.all([tools.prepare(request.login), knowledgeOf(request, tools)]);
  const reached = await reach(attempt, tools);
  if (reached === undefined) return undefined;
  // The connection stands and is silent until the engine lets this host go on.
  await attempt.until(request.admit());
  if (attempt.ending !== undefined) return undefined;
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
  if (loggedIn === undefined) return undefined;
  loggedIn.link.keepAlive(tools.keepalive ?? KEEPALIVE, tools.watch);
  return { ...loggedIn, address: reached.address, login: login.accepted() };
}

function reach(attempt: Attempt<ConnectRequest>, tools: ConnectTools): Promise<Dialled | undefined> {
  const { jump } = attempt.request;
  if (jump === undefined || jump.length === 0) return dial(attempt, tools.lookups, tools.routes);
  return reachThroughBastion(attempt, tools.bastions, tools.routes);
}

/** The name of a host's key: the host as typed, whatever way leads there. */
function filedAs({ target, port }: ConnectRequest): { host: string; port: number } {
  return { host: target.host, port: target.port ?? port };
}

async function knowledgeOf(
  request: ConnectRequest,
  { knownHosts, ledger }: ConnectTools,
): Promise<KeyKnowledge> {
  const { host, port } = filedAs(request);
  const inFiles = findInFiles(request, knownHosts);
  const inLedger = await ledger.find(host, port);
  return {
    ...inFiles,
    // A file that anybody's ssh may have added to does not widen what a person has decided here.
    trusted: inLedger.trusted.length > 0 ? inLedger.trusted : inFiles.trusted,
    revoked: [...inFiles.revoked, ...inLedger.revoked],
    policy: request.hostKeys,
  };
}

/** OpenSSH's files go by the alias if an ssh_config gives one, then by the name that it has put in place of the host. */
function findInFiles({ target, port }: ConnectRequest, knownHosts: KnownHosts): KnownHostKeys {
  if (target.keyName !== undefined) return knownHosts.find(target.keyName, SSH_PORT);
  return knownHosts.find(target.address ?? target.host, target.port ?? port);
}

/** What may be said of the key of an open connection now; undefined when it would not be trusted any more. */
export async function trustNow(request: ConnectRequest, { shownKey }: Connection, tools: ConnectTools) {
  const verdict = judgeHostKey(shownKey, await knowledgeOf(request, tools));
  return verdict.type === 'trusted' ? verdict.hostKey : undefined;
}
