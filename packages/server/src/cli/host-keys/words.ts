import {
  countWords,
  keyTypeWords,
  visibleText,
  type DecidedKey,
  type HostKeyGroup,
  type OfferedKey,
  type Span,
} from '@rollcall/protocol';
import { foldPlaces, placeLabel } from '../../host-keys/fold-hosts.ts';

const count = (n: number, one: string, many: string): string =>
  `${countWords(n, 'en')} ${n === 1 ? one : many}`;
export const hostCount = (n: number): string => count(n, 'host', 'hosts');
export const keyCount = (n: number): string => count(n, 'key', 'keys');

/** Day and minute, local: `2026-03-12 14:05`. */
export function dayTime(atMs: number): string {
  const date = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

const plain = (text: string): Span => ({ text, role: 'plain' });
const dim = (text: string): Span => ({ text, role: 'dim' });
const odd = (text: string): Span => ({ text, role: 'exit' });

/** What a group has in common, and what a person should wonder about. */
function titleOf({ kind, keys }: HostKeyGroup): { title: string; doubt: string | null } {
  const n = keys.length;
  const hosts = hostCount(n);
  const [first] = keys;
  switch (kind) {
    case 'own':
      return { title: n === 1 ? '1 host' : `${hosts}, each its own key`, doubt: null };
    case 'shared':
      return { title: `${hosts} share one key`, doubt: 'copies of one machine? each can pose as the others' };
    case 'known-elsewhere':
      return {
        title: `${hosts} ${n === 1 ? 'shows' : 'show'} the key of ${first!.knownFor}`,
        doubt: 'this key is already trusted for another host',
      };
    case 'contradicted':
      return {
        title: `${hosts} with another key in ${visibleText(first!.secondSource!.list)}`,
        doubt: 'the imported list names another key',
      };
    case 'refused':
      return {
        title: `${hosts} ${n === 1 ? 'offers' : 'offer'} only a short RSA key`,
        doubt: 'too short, refused by policy',
      };
    case 'blocked':
      return { title: `${hosts} kept blocked`, doubt: null };
  }
}

/** Hosts of a group that are named one by one unless all are asked for. */
const NAMED = 9;

/** A group of waiting keys: what it is, its hosts, and their fingerprints. */
export function groupLines(group: HostKeyGroup, all: boolean): Span[][] {
  const { title, doubt } = titleOf(group);
  const { keys } = group;
  const type = group.type === null ? 'several types' : keyTypeWords(group.type, keys[0]!.bits);
  const one = new Set(keys.map(({ fingerprint }) => fingerprint)).size === 1;
  const head: Span[] = [
    doubt === null ? { text: ' ◇ ', role: 'exit' } : { text: ' ▲ ', role: 'exit' },
    { text: title, role: 'strong' },
    plain(`  ${foldPlaces(keys)}`),
    dim(`  ${type}`),
  ];
  const shown = one ? [] : all ? keys : keys.slice(0, NAMED);
  const width = Math.max(0, ...shown.map((key) => placeLabel(key).length));
  return [
    head,
    ...(doubt === null ? [] : [[odd(`   ${doubt}`)]]),
    ...(one ? [[plain(`   ${keys[0]!.fingerprint}`), ...sourceOf(keys[0]!)]] : []),
    ...shown.map((key) => [
      plain(`   ${placeLabel(key).padEnd(width)}  ${key.fingerprint}`),
      ...sourceOf(key),
    ]),
    ...(one || shown.length === keys.length
      ? []
      : [[dim(`   and ${countWords(keys.length - shown.length, 'en')} more: --all-hosts`)]]),
  ];
}

function sourceOf({ secondSource }: OfferedKey): Span[] {
  if (secondSource === null) return [];
  const list = visibleText(secondSource.list);
  return secondSource.agrees ? [dim(`  agrees with ${list}`)] : [odd(`  differs from ${list}`)];
}

/** A changed key with both fingerprints, and what to do. */
export function changedLines(key: OfferedKey): Span[][] {
  const label = placeLabel(key);
  const old = key.expected.map((one) => [
    dim('   trusted  '),
    plain(`${keyTypeWords(one.type ?? '').padEnd(15)} ${one.fingerprint}`),
    dim(
      one.approvedAtMs === null
        ? ''
        : `  since ${dayTime(one.approvedAtMs)} by ${visibleText(one.approvedBy ?? '')}`,
    ),
  ]);
  const blocked = key.blocked === null ? '' : `, kept blocked by ${visibleText(key.blocked.by)}`;
  const elsewhere = key.knownFor === null ? '' : `  this is the key of ${key.knownFor}`;
  return [
    [
      { text: ` ◆ ${label} shows a different host key`, role: 'fail' },
      dim(`  ${dayTime(key.lastSeenAtMs)}${blocked}`),
    ],
    ...old,
    [
      { text: '   now      ', role: 'fail' },
      plain(`${keyTypeWords(key.type, key.bits).padEnd(15)} ${key.fingerprint}`),
      odd(elsewhere),
    ],
  ];
}

/** A decided key on a line. */
export function decidedLine(key: DecidedKey, width: number): Span[] {
  const seen = key.lastSeenAtMs === null ? 'not seen yet' : `seen ${dayTime(key.lastSeenAtMs)}`;
  const note = key.note === '' ? '' : `, ${visibleText(key.note)}`;
  return [
    plain(
      ` ${placeLabel(key).padEnd(width)}  ${keyTypeWords(key.type, key.bits).padEnd(15)} ${key.fingerprint}`,
    ),
    dim(`  ${dayTime(key.decidedAtMs)} by ${visibleText(key.decidedBy)}${note}, ${seen}`),
  ];
}
