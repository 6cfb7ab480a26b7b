import { basename } from 'node:path';
import type { RunSpec, RunTarget } from '@rollcall/protocol';
import type { StoredRun } from '../run/ports.ts';

/**
 * What the API calls a key: a run in the terminal is stored with the paths of its keys, which nobody but that terminal has a use for;
 * everybody else reads their names, as those of the keys that a server offers.
 * @see docs/decisions/0009-keys-are-shown-by-name.md
 */
function shownKey(origin: StoredRun['origin'], identity: string): string {
  return origin === 'cli' ? basename(identity) : identity;
}

/** The spec of a run as the API shows it. */
export function shownSpec({ origin, spec }: Pick<StoredRun, 'origin' | 'spec'>): RunSpec {
  const { login } = spec;
  if (login.method !== 'key') return spec;
  return { ...spec, login: { ...login, identity: shownKey(origin, login.identity) } };
}

/** The hosts of a run as the API shows them. */
export function shownTargets(origin: StoredRun['origin'], targets: readonly RunTarget[]): RunTarget[] {
  return targets.map((target) =>
    target.identity === undefined ? target : { ...target, identity: shownKey(origin, target.identity) },
  );
}
