import type { ImportRemark, ImportReport } from '@rollcall/protocol';
import { visibleText } from '@rollcall/protocol';
import { LITERAL, parseLine, type Line } from './known-hosts-line.ts';
import type { KeyImport, NamedEntry } from './ports.ts';
import { fingerprint, refusalOf, USABLE_KEY_TYPES } from './public-key.ts';

type Remark = ImportReport['remarks'][number];

/** A known_hosts text, every line of it accounted for. */
export interface ReadList extends KeyImport {
  /** Lines that are neither empty nor a comment. */
  lines: number;
  remarks: Remark[];
}

const SHOWN_CHARS = 80;

/** What a remark shows of its line: enough to find it. */
function excerpt(text: string): string {
  const visible = visibleText(text.trim().slice(0, SHOWN_CHARS));
  return visible.length < SHOWN_CHARS ? visible : `${visible.slice(0, SHOWN_CHARS - 1)}…`;
}

/** The host and port that OpenSSH files under a name: `web1`, `[web1]:2222`. */
function placeOf(name: string): { host: string; port: number } {
  const [, host, port] = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name) ?? [];
  return host === undefined ? { host: name, port: 22 } : { host, port: Number(port) };
}

/**
 * Reads known_hosts text. Names become trusted keys of their hosts; patterns and hashed names cannot be filed under a host, so
 * they are kept to compare with; what cannot be used is a remark. Pure.
 * @param trust false: everything that is not revoked is only compared with
 */
export function readList(list: string, text: string, trust: boolean): ReadList {
  const read: ReadList = { list, trust: [], revoke: [], listed: [], lines: 0, remarks: [] };
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    read.lines += 1;
    const remark = takeLine(read, at + 1, raw, trust);
    if (remark !== undefined) read.remarks.push({ line: at + 1, code: remark, text: excerpt(raw) });
  }
  return read;
}

/** Files one line where it belongs; gives the remark about it, if there is one. */
function takeLine(read: ReadList, number: number, raw: string, trust: boolean): ImportRemark | undefined {
  const line = parseLine(raw, '');
  if (line === undefined) return 'bad-line';
  if (line.marker === 'cert-authority') return 'cert-authority';
  const blob = Buffer.from(line.key.key, 'base64');
  const key = {
    line: number,
    type: line.key.type,
    key: blob.toString('base64'),
    fingerprint: fingerprint(blob),
  };
  if (line.marker === 'revoked') {
    const host = line.hashed === undefined ? line.hosts.toLowerCase() : line.hosts;
    read.revoke.push({ ...key, ...placeOf(host) });
    return undefined;
  }
  if (!USABLE_KEY_TYPES.has(line.key.type)) return 'unusable-type';
  if (refusalOf(blob) !== null) return 'short-rsa';
  if (!LITERAL.test(line.hosts)) {
    read.listed.push({ line: number, name: line.hosts, fingerprint: key.fingerprint });
    return trust ? whyListed(line) : undefined;
  }
  takeNames(read, line.hosts.toLowerCase().split(','), key, trust);
  return undefined;
}

const whyListed = ({ hashed }: Line): ImportRemark => (hashed === undefined ? 'pattern' : 'hashed-name');

function takeNames(
  read: ReadList,
  names: readonly string[],
  key: Omit<NamedEntry, 'host' | 'port'>,
  trust: boolean,
): void {
  for (const name of new Set(names)) {
    if (name === '') continue;
    if (trust) read.trust.push({ ...key, ...placeOf(name) });
    else read.listed.push({ line: key.line, name, fingerprint: key.fingerprint });
  }
}
