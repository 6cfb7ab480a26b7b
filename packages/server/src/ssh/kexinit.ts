import type { AlgorithmList } from '@rollcall/protocol';
import { legacyFits } from './algorithms.ts';

/**
 * The lists of a host's KEXINIT (RFC 4253 section 7.1), read only to tell a person why nothing fits: ssh2 says which list
 * failed, but not what was in it.
 */
const LISTS: readonly AlgorithmList[] = [
  'key exchange',
  'host key',
  'cipher',
  'cipher',
  'MAC',
  'MAC',
  'compression',
  'compression',
];

const KEXINIT = 20;
const COOKIE_END = 4 + 1 + 1 + 16;

/** One list of algorithms in which host and client have nothing in common. */
export interface NoMatch {
  list: AlgorithmList;
  offers: string[];
  /** The host would be fine if it was marked as legacy. */
  legacyFits: boolean;
}

/**
 * What the host offers in the list that ssh2's error names; undefined when it is no such error or the packet is not there.
 * @param first the first bytes of the connection from the identification line on
 */
export function explainNoMatch(error: string, first: Buffer): NoMatch | undefined {
  const failed = /^Handshake failed: no matching (.*)$/i.exec(error)?.[1];
  if (failed === undefined) return undefined;
  const at = LISTS.findIndex((name) => failed.toLowerCase().includes(name.toLowerCase()));
  const lists = readLists(first.subarray(first.indexOf(10) + 1));
  // The second of two equal names is the direction from the host to us.
  const index = at >= 2 && /S->C/.test(failed) ? at + 1 : at;
  const offer = lists[index];
  if (offer === undefined) return undefined;
  return { list: LISTS[at]!, offers: namesIn(offer), legacyFits: legacyFits(lists.map(namesIn)) };
}

function namesIn(list: string): string[] {
  return list === '' ? [] : list.split(',');
}

function readLists(packet: Buffer): string[] {
  const lists: string[] = [];
  if (packet.length < COOKIE_END || packet[5] !== KEXINIT) return lists;
  let at = COOKIE_END;
  while (lists.length < LISTS.length && at + 4 <= packet.length) {
    const length = packet.readUInt32BE(at);
    if (at + 4 + length > packet.length) break;
    lists.push(packet.toString('latin1', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return lists;
}
