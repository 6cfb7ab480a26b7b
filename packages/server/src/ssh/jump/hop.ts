import { MAX_JUMP_HOPS, targetLabel, type FailedJump } from '@rollcall/protocol';
import type { Hop } from '../../run/ports.ts';
import type { ConnectRequest } from '../attempt.ts';
import type { Failure } from '../failures.ts';

/** The request for the last jump host of a host: those before it are on its own way. */
export function requestForLastHop(request: ConnectRequest, signal: AbortSignal): ConnectRequest {
  const hops = request.jump!;
  const { host, port, user, login } = hops.at(-1)!;
  const own = login ?? request.login;
  return {
    target: { host, user: user ?? own.user },
    port,
    login: own,
    hostKeys: request.hostKeys,
    limits: request.limits,
    // What the hops before it are to use where they have no login of their own is that of the host.
    jump: hops.slice(0, -1).map((hop) => ({ ...hop, login: hop.login ?? request.login })),
    admit: () => Promise.resolve(),
    signal,
  };
}

/** A jump host as outcomes name it. */
export function jumpOf({ target, port, login }: ConnectRequest): FailedJump {
  return { user: target.user ?? login.user, host: target.host, port: target.port ?? port };
}

/** `user@host:port`. */
export function hopLabel(hop: Hop, fallbackUser: string): string {
  return targetLabel({ host: hop.host, port: hop.port, user: hop.user ?? hop.login?.user ?? fallbackUser });
}

/** Why nobody should be contacted for this request: its way is too long, or leads over the same host twice. */
export function wayProblem({ target, port, login, jump = [] }: ConnectRequest): Failure | undefined {
  if (jump.length > MAX_JUMP_HOPS) return { reason: 'jump/too-many' };
  const seen = new Set<string>();
  const way = [...jump, { host: target.host, port: target.port ?? port }];
  for (const { host, port: at, user } of way.reverse()) {
    const place = `${host.toLowerCase()} ${at}`;
    if (seen.has(place)) return { reason: 'jump/loop', jump: { user: user ?? login.user, host, port: at } };
    seen.add(place);
  }
  return undefined;
}
