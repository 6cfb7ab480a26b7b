import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TrustedKey } from '../run/ports.ts';
import { keyType } from './host-key.ts';

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

type Marker = 'none' | 'revoked' | 'cert-authority';

interface Line {
  marker: Marker;
  hosts: string;
  key: TrustedKey;
  /** `file:line`, for words. */
  place: string;
}

const LINE = /^[ \t]*(?:@(\S+)[ \t]+)?([^\s@#]\S*)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/;

function markerOf(word: string | undefined): Marker | undefined {
  if (word === undefined) return 'none';
  return word === 'revoked' || word === 'cert-authority' ? word : undefined;
}

/** Parses one line of sshd(8), section SSH_KNOWN_HOSTS FILE FORMAT; comments and broken lines give nothing. */
function parseLine(text: string, place: string): Line | undefined {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const [, word, hosts, type, key] = match;
  const marker = markerOf(word);
  if (marker === undefined || keyType(Buffer.from(key!, 'base64')) !== type) return undefined;
  return { marker, hosts: hosts!, key: { type, key: key! }, place };
}

/** True when `text` fits `pattern`, in which `*` is any run of characters and `?` one. Never worse than length × length. */
export function fitsPattern(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    if (inPattern < pattern.length && pattern[inPattern] === '*') {
      star = inPattern++;
      starAt = at;
    } else if (
      inPattern < pattern.length &&
      (pattern[inPattern] === '?' || pattern[inPattern] === text[at])
    ) {
      at++;
      inPattern++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}

/** A comma list of patterns; one that begins with `!` and fits makes the whole list not fit. */
function fitsPatternList(name: string, list: string): boolean {
  let fits = false;
  for (const part of list.toLowerCase().split(',')) {
    const negated = part.startsWith('!');
    if (!fitsPattern(name, negated ? part.slice(1) : part)) continue;
    if (negated) return false;
    fits = true;
  }
  return fits;
}

/** `|1|salt|hash`: HMAC-SHA1 of the name under the salt. */
function fitsHash(name: string, hashed: string): boolean {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** The name under which OpenSSH files a host: bare on port 22, `[host]:port` otherwise. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

const LITERAL = /^[^*?!|]+$/;

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
  const fits = (name: string, { hosts }: Line) =>
    hosts.startsWith('|') ? fitsHash(name, hosts) : fitsPatternList(name, hosts);
  return {
    find(host, port) {
      const name = knownHostName(host, port);
      const lines = [...(literal.get(name) ?? []), ...others.filter((line) => fits(name, line))];
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
