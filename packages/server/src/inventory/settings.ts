import { HostSet } from '@rollcall/ip-range';
import { type RunTarget, targetLabel } from '@rollcall/protocol';

/** What turns off the jump of a weaker rule, as in OpenSSH. */
export const NO_JUMP = 'none';

/** What the inventory says of a host; what it says nothing of is absent. */
export interface HostSettings {
  /** Whom to log in as. */
  user?: string;
  port?: number;
  /** Hosts to come through, as written: one after the other with commas, each as `user@host:port`. */
  jump?: string;
  /** Name of a key that the server offers. */
  identity?: string;
  /** Whether old algorithms are allowed. */
  legacy?: boolean;
  /** Names are POSIX-like, values at most 4 KiB each. */
  vars?: Readonly<Record<string, string>>;
}

/** Settings and the hosts that they are for. */
export interface SettingsRule {
  hosts: HostSet;
  settings: Readonly<HostSettings>;
}

const NOTHING: HostSettings = Object.freeze({});

/**
 * The settings of each target, in the order of the targets; a later rule is stronger than an earlier one, variable by variable.
 * A rule for a host without a port is about the host at any port.
 *
 * Rule by rule on sets, not host by host on texts: 10,000 names under 300 rules took 65 ms in place of 21 s.
 * @param targets as parsed: addresses and names in the form in which sets write them
 */
export function settingsFor(targets: readonly RunTarget[], rules: readonly SettingsRule[]): HostSettings[] {
  const merged = Array.from(targets, () => NOTHING);
  if (rules.length === 0) return merged;
  const places = placesOf(targets);
  const all = HostSet.of(places.keys());
  for (const { hosts, settings } of rules)
    for (const label of all.intersection(hosts))
      for (const at of places.get(label) ?? []) merged[at] = merge(merged[at]!, settings);
  return merged.map(withoutNoJump);
}

/** Where each host stands among the targets, by itself and with its port. */
function placesOf(targets: readonly RunTarget[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  const add = (label: string, at: number): void => {
    const known = places.get(label);
    if (known === undefined) places.set(label, [at]);
    else known.push(at);
  };
  for (const [at, { host, port }] of targets.entries()) {
    add(host, at);
    if (port !== undefined) add(targetLabel({ host, port }), at);
  }
  return places;
}

function merge(weak: HostSettings, strong: HostSettings): HostSettings {
  if (weak === NOTHING) return strong;
  const vars = weak.vars && strong.vars ? { ...weak.vars, ...strong.vars } : (strong.vars ?? weak.vars);
  return { ...weak, ...strong, ...(vars === undefined ? {} : { vars }) };
}

function withoutNoJump(settings: HostSettings): HostSettings {
  if (settings.jump !== NO_JUMP) return settings;
  const { jump, ...rest } = settings;
  void jump;
  return rest;
}
