import { readFile } from 'node:fs/promises';
import type { TrustedKey } from '../run/ports.ts';
import {
  knownHostName,
  LITERAL,
  parseLine,
  speaksOf,
  type Line,
  type Marker,
} from '../host-keys/known-hosts-line.ts';

/** What known_hosts files say about one host and port. */
export interface KnownHostKeys {
  trusted: TrustedKey[];
  revoked: TrustedKey[];
  /** Lines for this host that cannot be used here, in words: host certificates. */
  unsupported: string[];
}

/** OpenSSH's known_hosts files, read once. */
export interface KnownHosts {
  /** `host` as typed by the person, `port` as dialled; names are compared in lower case. */
  find(host: string, port: number): KnownHostKeys;
}

/** Builds the index over the texts of known_hosts files. Pure. */
export function parseKnownHosts(files: readonly { name: string; text: string }[]): KnownHosts {
  const literal = new Map<string, Line[]>();
  const others: Line[] = [];
  for (const { name, text } of files) {
    for (const [at, raw] of text.split(/\r?\n/).entries()) {
      const line = parseLine(raw, `${name}:${at + 1}`);
      if (line === undefined) continue;
      if (!LITERAL.test(line.hosts)) others.push(line);
      else {
        for (const host of new Set(line.hosts.toLowerCase().split(','))) {
          const lines = literal.get(host);
          if (lines === undefined) literal.set(host, [line]);
          else lines.push(line);
        }
      }
    }
  }
  return {
    find(host, port) {
      const name = knownHostName(host, port);
      const lines = [...(literal.get(name) ?? []), ...others.filter((line) => speaksOf(name, line))];
      const keysOf = (marker: Marker) => lines.filter((line) => line.marker === marker);
      return {
        trusted: keysOf('none').map((line) => line.key),
        revoked: keysOf('revoked').map((line) => line.key),
        unsupported: keysOf('cert-authority').map(
          (line) => `${line.place} trusts a host certificate authority, which is not supported`,
        ),
      };
    },
  };
}

/** Reads known_hosts files; one that is not there counts as empty. Rejects when one cannot be read. */
export async function readKnownHosts(paths: readonly string[]): Promise<KnownHosts> {
  const files = await Promise.all(
    paths.map(async (name) => ({ name, text: await readFile(name, 'utf8').catch(emptyWhenAbsent) })),
  );
  return parseKnownHosts(files);
}

function emptyWhenAbsent(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
  throw error;
}
