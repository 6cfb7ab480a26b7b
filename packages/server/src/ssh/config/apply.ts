import { MAX_JUMP_HOPS, readJump, targetLabel, type RunTarget } from '@rollcall/protocol';
import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Hop } from '../../run/ports.ts';
import { SshConfigRefusal, type SshConfig, type SshSettings } from './ssh-config.ts';

/** What the person has said for the whole run: there the file has no say. */
export interface SaidForRun {
  /** Who logs in to hosts of which nothing is said. */
  user: string;
  /** The way of hosts that have none of their own. */
  jump?: string | undefined;
  isSaid: Readonly<Record<'user' | 'port' | 'jump' | 'login' | 'connectTimeout', boolean>>;
}

/** Targets with what an ssh_config says of them, and the files that it names. */
export interface Configured {
  targets: RunTarget[];
  knownHostsFiles: string[];
  /** The keys that it gave to targets. */
  identities: ReadonlySet<string>;
  /** Files that it names as keys of targets which then get none, since no such file is there. */
  missingIdentities: ReadonlySet<string>;
  /** Keywords that counted for some target or some host on the way, and have no effect there. */
  unsupported: string[];
  /** It names another user for some target than the person, whose word counts. */
  isUserOverruled: boolean;
}

/** What a hop does not have of its own: its login is that of the host behind it. */
const NOT_OF_HOPS = {
  identityFiles: 'IdentityFile',
  hostKeyAlias: 'HostKeyAlias',
  connectTimeoutMs: 'ConnectTimeout',
} as const satisfies Partial<Record<keyof SshSettings, string>>;

/**
 * Fills in what neither range, nor inventory, nor the run says.
 * @throws SshConfigRefusal when the file asks for what Rollcall does not do; nothing is contacted then
 */
export function applySshConfig(
  targets: readonly RunTarget[],
  config: SshConfig,
  said: SaidForRun,
): Configured {
  const files = new Set<string>();
  const inVain = new Set<string>();
  const identities = new Set<string>();
  const missingIdentities = new Set<string>();
  let isUserOverruled = false;
  const configured = targets.map((target) => {
    const settings = config.settingsOf({ host: target.host, user: target.user ?? said.user });
    for (const file of settings.knownHostsFiles ?? []) files.add(file);
    const onTheWay = (hop: string, its: SshSettings): void => {
      for (const file of its.knownHostsFiles ?? []) files.add(file);
      for (const keyword of differing(settings, its, said)) inVain.add(`ProxyJump ${hop}: ${keyword}`);
    };
    const filled = withSettings(target, settings, { config, said, onTheWay });
    if (target.identity === undefined && filled.identity !== undefined) identities.add(filled.identity);
    if (!said.isSaid.login && filled.identity === undefined)
      for (const file of settings.identityFiles ?? []) missingIdentities.add(file);
    isUserOverruled ||= said.isSaid.user && ![undefined, target.user ?? said.user].includes(settings.user);
    return filled;
  });
  return {
    targets: configured,
    knownHostsFiles: [...files],
    identities,
    missingIdentities,
    unsupported: [...config.unsupported(), ...inVain],
    isUserOverruled,
  };
}

/** Keywords that give the hop something else than the host behind it. */
function differing(host: SshSettings, hop: SshSettings, { isSaid }: SaidForRun): string[] {
  const names = Object.keys(NOT_OF_HOPS) as (keyof typeof NOT_OF_HOPS)[];
  return names
    .filter((name) => !(name === 'identityFiles' && isSaid.login))
    .filter((name) => hop[name] !== undefined && !isDeepStrictEqual(hop[name], host[name]))
    .map((name) => NOT_OF_HOPS[name]);
}

interface Reading {
  config: SshConfig;
  said: SaidForRun;
  /** Told of each host on the way what the file says of it. */
  onTheWay: (hop: string, settings: SshSettings) => void;
}

function withSettings(target: RunTarget, settings: SshSettings, reading: Reading): RunTarget {
  const { isSaid } = reading.said;
  const identity = settings.identityFiles?.find((path) => existsSync(path));
  const jump = wayOf(target, settings, reading);
  return {
    ...(isSaid.user || settings.user === undefined ? {} : { user: settings.user }),
    ...(isSaid.port || settings.port === undefined ? {} : { port: settings.port }),
    ...(isSaid.login || identity === undefined ? {} : { identity }),
    ...(isSaid.connectTimeout || settings.connectTimeoutMs === undefined
      ? {}
      : { connectTimeoutMs: settings.connectTimeoutMs }),
    ...(settings.hostName === undefined ? {} : { address: settings.hostName }),
    ...(settings.hostKeyAlias === undefined ? {} : { keyName: settings.hostKeyAlias }),
    ...target,
    ...(jump === undefined ? {} : { jump }),
  };
}

/** The way as text, each hop with what the file says of it. A way that was said is whole: no ProxyJump makes it longer. */
function wayOf(target: RunTarget, settings: SshSettings, reading: Reading): string | undefined {
  const { jump, isSaid } = reading.said;
  const said = target.jump ?? jump;
  if (said !== undefined) return saidWay(said, reading) ?? target.jump;
  if (isSaid.jump || settings.jump === undefined) return undefined;
  const hops = hopsOf(target.host, settings.jump, reading, 0);
  return hops.length === 0 ? undefined : hops.map(targetLabel).join(',');
}

/** Undefined when the file changes nothing about it. Its `User` is weaker than a user that was said for the run. */
function saidWay(text: string, reading: Reading): string | undefined {
  const hops = readJump(text) ?? [];
  const way = hops.map((hop) => {
    const { user, ...settings } = settingsOf(hop, reading);
    const own = user === undefined || reading.said.isSaid.user ? {} : { user };
    return placed(hop, { ...settings, ...own }, reading);
  });
  return isDeepStrictEqual(way, hops) ? undefined : way.map(targetLabel).join(',');
}

function settingsOf({ host, user }: Hop, { config }: Reading): SshSettings {
  return config.settingsOf({ host, user: user ?? '' });
}

function hopsOf(host: string, jump: string, reading: Reading, depth: number): Hop[] {
  const hops = readJump(jump);
  if (hops === undefined) throw new SshConfigRefusal(host, `ProxyJump ${jump} for ${host} cannot be read`);
  // As ssh does it, so that `Host *` may name the jump host for all hosts but itself.
  if (hops.length === 1 && hops[0]!.host === host) return [];
  if (depth === MAX_JUMP_HOPS || hops.length > MAX_JUMP_HOPS)
    throw new SshConfigRefusal(host, `ProxyJump for ${host} leads over more than ${MAX_JUMP_HOPS} hosts`);
  return hops.flatMap((hop, at) => {
    const settings = settingsOf(hop, reading);
    // As ssh does it: what leads to the first hop is that hop's own ProxyJump.
    const before =
      at === 0 && settings.jump !== undefined ? hopsOf(hop.host, settings.jump, reading, depth + 1) : [];
    return [...before, placed(hop, settings, reading)];
  });
}

function placed(hop: Hop, settings: SshSettings, { onTheWay }: Reading): Hop {
  const { hostName, user, port } = settings;
  onTheWay(hop.host, settings);
  // A hop without a port has 22 from its reader, which a port of the file replaces.
  return {
    host: hostName ?? hop.host,
    port: hop.port === 22 ? (port ?? 22) : hop.port,
    user: hop.user ?? user,
  };
}
