import type { Login, RunTarget } from '@rollcall/protocol';
import type { ReadyLogin } from './ports.ts';

/** How each host of a run is logged in to. */
export type LoginOf = (target: RunTarget) => ReadyLogin;

/**
 * Makes ready every login that a run needs, before any host is contacted: its own, and one for each key that some of its hosts ask
 * for. One object for all hosts with the same key, which is parsed once.
 * @throws whatever `resolve` throws
 */
export async function readyLogins(
  own: Login,
  targets: readonly RunTarget[],
  resolve: (login: Login) => Promise<ReadyLogin>,
): Promise<LoginOf> {
  const logins = new Map<string | undefined, ReadyLogin>([[undefined, await resolve(own)]]);
  for (const identity of identitiesOf(own, targets))
    logins.set(identity, await resolve({ method: 'key', user: own.user, identity }));
  const usual = logins.get(undefined)!;
  return ({ identity }) => logins.get(identity) ?? usual;
}

/** Keys that hosts of a run ask for, other than its own. */
export function identitiesOf(own: Login, targets: readonly RunTarget[]): string[] {
  const asked = new Set(targets.flatMap(({ identity }) => identity ?? []));
  if (own.method === 'key') asked.delete(own.identity);
  return [...asked];
}
