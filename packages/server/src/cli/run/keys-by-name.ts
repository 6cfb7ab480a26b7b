import { basename } from 'node:path';
import type { Login, RunTarget } from '@rollcall/protocol';
import type { OpenLogins } from './open-logins.ts';

/** The logins of a run as they are stored, where everybody with access to its data folder reads them. */
export interface StoredLogins extends OpenLogins {
  /** The hosts of the run. */
  targets: RunTarget[];
}

/**
 * Calls each key by the name of its file, as servers call those that they offer, and not by its path; two keys of one name keep their
 * paths, so that each host gets its own.
 * @see docs/decisions/0009-keys-are-stored-by-name.md
 */
export function keysByName(logins: OpenLogins, targets: readonly RunTarget[]): StoredLogins {
  const { login } = logins;
  const own = login.method === 'key' ? [login.identity] : [];
  const asked = new Set([...own, ...targets.flatMap(({ identity }) => identity ?? [])]);
  const byName = Map.groupBy(asked, (identity) => basename(identity));
  const nameOf = (identity: string): string => {
    const name = basename(identity);
    return byName.get(name)!.length === 1 ? name : identity;
  };
  const askedAs = new Map([...asked].map((identity) => [nameOf(identity), identity]));
  const change = (one: Login, to: (identity: string) => string): Login =>
    one.method === 'key' ? { ...one, identity: to(one.identity) } : one;
  return {
    ...logins,
    login: change(login, nameOf),
    targets: targets.map((target) =>
      target.identity === undefined ? target : { ...target, identity: nameOf(target.identity) },
    ),
    resolve: (stored) => logins.resolve(change(stored, (name) => askedAs.get(name) ?? name)),
  };
}
