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

/** The host and port that OpenSSH files under a name: `web1`, `[web1]:2222`; undefined for what can be neither. */
function placeOf(name: string): { host: string; port: number } | undefined {
  const [, host = name, port = '22'] = /^\[([^\]]+)\]:(\d{1,5})$/.exec(name) ?? [];
  const isPlace = /^[\x21-\x7e]{1,255}$/.test(host) && Number(port) >= 1 && Number(port) <= 65_535;
  return isPlace ? { host, port: Number(port) } : undefined;
}

/** A revoked key is refused on every host, so what else a line says than one name does not matter. */
const EVERY_HOST = { host: '*', port: 22 };
/** Longer ones are no keys: RSA of 16,384 bits has 2 KiB. */
const MAX_KEY_BYTES = 16 * 1024;

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
  if (blob.byteLength > MAX_KEY_BYTES) return 'bad-line';
  const key = {
    line: number,
    type: line.key.type,
    key: blob.toString('base64'),
    fingerprint: fingerprint(blob),
  };
  if (line.marker === 'revoked') {
    const single = LITERAL.test(line.hosts) && !line.hosts.includes(',');
    const place = single ? placeOf(line.hosts.toLowerCase()) : undefined;
    read.revoke.push({ ...key, ...(place ?? EVERY_HOST) });
    return undefined;
  }
  if (!USABLE_KEY_TYPES.has(line.key.type)) return 'unusable-type';
  if (refusalOf(blob) !== null) return 'short-rsa';
  if (!LITERAL.test(line.hosts)) {
    read.listed.push({ line: number, name: line.hosts, fingerprint: key.fingerprint });
    return trust ? whyListed(line) : undefined;
  }
  return takeNames(read, line.hosts.toLowerCase().split(','), key, trust);
}

const whyListed = ({ hashed }: Line): ImportRemark => (hashed === undefined ? 'pattern' : 'hashed-name');

/** A line with a name that can be none is taken for its other names, and told. */
function takeNames(
  read: ReadList,
  names: readonly string[],
  key: Omit<NamedEntry, 'host' | 'port'>,
  trust: boolean,
): ImportRemark | undefined {
  let remark: ImportRemark | undefined;
  for (const name of new Set(names)) {
    const place = placeOf(name);
    if (place === undefined) remark = 'bad-line';
    else if (trust) read.trust.push({ ...key, ...place });
    else read.listed.push({ line: key.line, name, fingerprint: key.fingerprint });
  }
  return remark;
}
