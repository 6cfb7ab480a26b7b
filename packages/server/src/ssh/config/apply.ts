import { readJump, targetLabel, type RunTarget } from '@rollcall/protocol';
import { existsSync } from 'node:fs';
import type { Hop } from '../../run/ports.ts';
import { SshConfigRefusal, type SshConfig, type SshSettings } from './ssh-config.ts';

/** What the person has said for the whole run: there the file has no say. */
export interface SaidForRun {
  /** Who logs in to hosts of which nothing is said. */
  user: string;
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
  /** It names another user for some target than the person, whose word counts. */
  isUserOverruled: boolean;
}

/** As many hops as a way may have. */
const MAX_HOPS = 8;

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
  const identities = new Set<string>();
  const missingIdentities = new Set<string>();
  let isUserOverruled = false;
  const configured = targets.map((target) => {
    const settings = config.settingsOf({ host: target.host, user: target.user ?? said.user });
    for (const file of settings.knownHostsFiles ?? []) files.add(file);
    const filled = withSettings(target, settings, { config, said });
    if (target.identity === undefined && filled.identity !== undefined) identities.add(filled.identity);
    if (!said.isSaid.login && filled.identity === undefined)
      for (const file of settings.identityFiles ?? []) missingIdentities.add(file);
    isUserOverruled ||= said.isSaid.user && ![undefined, target.user ?? said.user].includes(settings.user);
    return filled;
  });
  return { targets: configured, knownHostsFiles: [...files], identities, missingIdentities, isUserOverruled };
}

function withSettings(
  target: RunTarget,
  settings: SshSettings,
  { config, said }: { config: SshConfig; said: SaidForRun },
): RunTarget {
  const { isSaid } = said;
  const identity = settings.identityFiles?.find((path) => existsSync(path));
  const jump = isSaid.jump || target.jump !== undefined ? undefined : wayOf(target.host, settings, config);
  return {
    ...(isSaid.user || settings.user === undefined ? {} : { user: settings.user }),
    ...(isSaid.port || settings.port === undefined ? {} : { port: settings.port }),
    ...(isSaid.login || identity === undefined ? {} : { identity }),
    ...(isSaid.connectTimeout || settings.connectTimeoutMs === undefined
      ? {}
      : { connectTimeoutMs: settings.connectTimeoutMs }),
    ...(settings.hostName === undefined ? {} : { address: settings.hostName }),
    ...(settings.hostKeyAlias === undefined ? {} : { keyName: settings.hostKeyAlias }),
    ...(jump === undefined ? {} : { jump }),
    ...target,
  };
}

/** The way over ProxyJump as text, each hop with what the file says of it. */
function wayOf(host: string, settings: SshSettings, config: SshConfig): string | undefined {
  if (settings.jump === undefined) return undefined;
  const hops = hopsOf(host, settings.jump, config, 0);
  return hops.length === 0 ? undefined : hops.map(targetLabel).join(',');
}

function hopsOf(host: string, jump: string, config: SshConfig, depth: number): Hop[] {
  const hops = readJump(jump);
  if (hops === undefined) throw new SshConfigRefusal(host, `ProxyJump ${jump} for ${host} cannot be read`);
  // As ssh does it, so that `Host *` may name the jump host for all hosts but itself.
  if (hops.length === 1 && hops[0]!.host === host) return [];
  if (depth === MAX_HOPS || hops.length > MAX_HOPS)
    throw new SshConfigRefusal(host, `ProxyJump for ${host} leads over more than ${MAX_HOPS} hosts`);
  return hops.flatMap((hop, at) => {
    const settings = config.settingsOf({ host: hop.host, user: hop.user ?? '' });
    // As ssh does it: what leads to the first hop is that hop's own ProxyJump.
    const before =
      at === 0 && settings.jump !== undefined ? hopsOf(hop.host, settings.jump, config, depth + 1) : [];
    return [...before, { ...hop, ...placed(hop, settings) }];
  });
}

function placed(hop: Hop, { hostName, user, port }: SshSettings): Hop {
  // A hop without a port has 22 from its reader, which a port of the file replaces.
  return {
    host: hostName ?? hop.host,
    port: hop.port === 22 ? (port ?? 22) : hop.port,
    user: hop.user ?? user,
  };
}
