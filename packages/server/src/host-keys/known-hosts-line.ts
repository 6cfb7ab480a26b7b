import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { keyType } from './public-key.ts';

/** What a line says about its key before it names hosts. */
export type Marker = 'none' | 'revoked' | 'cert-authority';

/** A name that is filed as HMAC-SHA1 under a salt; checking one takes 2.4 µs with the salt as key object, 14 µs as bytes. */
interface HashedName {
  salt: KeyObject;
  hash: string;
}

/** A line of a known_hosts file that holds a key. */
export interface Line {
  marker: Marker;
  /** As in the file: a list of patterns, or one hashed name. */
  hosts: string;
  hashed: HashedName | undefined;
  key: { type: string; key: string };
  /** `file:line`, for words. */
  place: string;
}

/** Editors of Windows put a mark before the first line, which is no reason to overlook that a key is revoked. */
const LINE =
  /^\uFEFF?[ \t]*(?:@(\S+)[ \t]+)?([^\s@#]\S*)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/;

function markerOf(word: string | undefined): Marker | undefined {
  if (word === undefined) return 'none';
  return word === 'revoked' || word === 'cert-authority' ? word : undefined;
}

/** Parses one line of sshd(8), section SSH_KNOWN_HOSTS FILE FORMAT; comments and broken lines give nothing. */
export function parseLine(text: string, place: string): Line | undefined {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const [, word, hosts, type, key] = match;
  const marker = markerOf(word);
  if (marker === undefined || keyType(Buffer.from(key!, 'base64')) !== type) return undefined;
  return { marker, hosts: hosts!, hashed: hashedName(hosts!), key: { type, key: key! }, place };
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

/** Reads `|1|salt|hash`; undefined for anything else. */
export function hashedName(hosts: string): HashedName | undefined {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  return { salt: createSecretKey(Buffer.from(salt, 'base64')), hash };
}

/** True when the line speaks about the host that is filed as `name`. */
export function speaksOf(name: string, { hosts, hashed }: Pick<Line, 'hosts' | 'hashed'>): boolean {
  if (hashed === undefined) return fitsPatternList(name, hosts);
  return createHmac('sha1', hashed.salt).update(name).digest('base64') === hashed.hash;
}

/** The name under which OpenSSH files a host: bare on port 22, `[host]:port` otherwise. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** A list of names without patterns, negation or hashes. */
export const LITERAL = /^[^*?!|]+$/;
