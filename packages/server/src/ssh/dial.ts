import type { Duplex } from 'node:stream';
import { connect } from 'node:net';
import type { Attempt, ConnectRequest } from './attempt.ts';
import { connectFailure, resolveFailure } from './failures.ts';
import { isLiteral, type Lookups } from './resolve.ts';

export type Routes = ReadonlyMap<string, { host: string; port: number }>;

/** A connection that stands and on which nothing was said yet, and the address it leads to. */
export interface Dialled {
  address: string;
  /** Gives the connection to a new owner; until then the attempt destroys it when it is over. */
  handOver(): Duplex;
}

/** A name with more addresses than this has its first ones tried. */
const MAX_ADDRESSES = 4;

/** Resolves and connects within the limits of both stages. Undefined when the attempt ended on the way. */
export async function dial(
  attempt: Attempt<ConnectRequest>,
  lookups: Lookups,
  routes: Routes,
): Promise<Dialled | undefined> {
  const route = placeOf(attempt.request, routes);
  const addresses = await resolveHost(attempt, lookups, route.host);
  if (addresses === undefined) return undefined;
  const { connectMs } = attempt.limits;
  attempt.begin('connect', connectMs, () => {
    attempt.end({ type: 'host-failed', reason: 'connect/timeout', limitMs: connectMs });
  });
  const dialled = await connectToFirst(attempt, addresses, route.port);
  attempt.endStage();
  return dialled;
}

/** Where a host is dialled. */
export function placeOf({ target, port }: ConnectRequest, routes: Routes): { host: string; port: number } {
  return routes.get(target.host) ?? { host: target.address ?? target.host, port: target.port ?? port };
}

async function resolveHost(
  attempt: Attempt<ConnectRequest>,
  lookups: Lookups,
  host: string,
): Promise<string[] | undefined> {
  if (isLiteral(host)) return [host];
  const { resolveMs } = attempt.limits;
  const onStart = () =>
    attempt.begin('resolve', resolveMs, () => {
      attempt.end({ type: 'host-failed', reason: 'resolve/timeout', limitMs: resolveMs });
    });
  const wanted = () => attempt.ending === undefined;
  const lookup = lookups(host, onStart, wanted).catch((error: unknown) => {
    attempt.end({ type: 'host-failed', ...resolveFailure(error) });
  });
  const found = await attempt.until(lookup);
  attempt.endStage();
  if (found?.length === 0) attempt.end({ type: 'host-failed', reason: 'resolve/not-found' });
  return attempt.ending === undefined && found ? found.slice(0, MAX_ADDRESSES) : undefined;
}

/** Tries the addresses in turn; each but the last has its share of the limit. The first failure is the one reported. */
async function connectToFirst(
  attempt: Attempt<ConnectRequest>,
  addresses: string[],
  port: number,
): Promise<Dialled | undefined> {
  const share = attempt.limits.connectMs / addresses.length;
  let failure: unknown;
  for (const [at, host] of addresses.entries()) {
    const socket = connect({ host, port, noDelay: true });
    const release = attempt.onDispose(() => socket.destroy());
    const isLast = at === addresses.length - 1;
    const answer = await attempt.wait<'connected' | Error>((done) => {
      socket.once('connect', () => done('connected'));
      // Stays for good: an error without a listener would end the process.
      socket.on('error', done);
      if (!isLast) attempt.limit(share, () => done(new Error('no answer')));
    });
    if (answer === undefined) return undefined;
    if (answer === 'connected') {
      const handOver = () => {
        release();
        return socket;
      };
      return { address: socket.remoteAddress ?? host, handOver };
    }
    socket.destroy();
    failure ??= answer;
  }
  attempt.end({ type: 'host-failed', ...connectFailure(failure) });
  return undefined;
}
