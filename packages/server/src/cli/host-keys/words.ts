import {
  countWords,
  keyTypeWords,
  visibleText,
  type DecidedKey,
  type HostKeyGroup,
  type Locale,
  type OfferedKey,
  type Span,
  type Words,
} from '@rollcall/protocol';
import { foldPlaces, placeLabel } from '../../host-keys/fold-hosts.ts';
import { hostsWords } from '../run/view.ts';

/** `1 host`, `2 hosts`; `2 台主机`. */
export const hostCount = hostsWords;

/** `1 key`, `2 keys`; `2 个密钥`. */
export function keyCount(count: number, locale: Locale): string {
  if (locale === 'zh') return `${countWords(count, locale)} 个密钥`;
  return `${countWords(count, locale)} ${count === 1 ? 'key' : 'keys'}`;
}

/** What a key that was decided about is. */
export const STATE_WORDS: Record<DecidedKey['state'], Words> = {
  trusted: { en: 'trusted', zh: '受信' },
  revoked: { en: 'revoked', zh: '已吊销' },
};
export const NONE_WAITING: Words = {
  en: 'No host key waits for a decision.',
  zh: '没有待确认的主机密钥。',
};

/** Day and minute, local: `2026-03-12 14:05`. */
export function dayTime(atMs: number): string {
  const date = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

const plain = (text: string): Span => ({ text, role: 'plain' });
const dim = (text: string): Span => ({ text, role: 'dim' });
const odd = (text: string): Span => ({ text, role: 'exit' });

interface Title {
  title: Words;
  /** What a person should wonder about. */
  doubt: Words | null;
}

/** What a group has in common, and what is odd about it. */
function titleOf({ kind, keys }: HostKeyGroup): Title {
  const n = keys.length;
  const [en, zh] = [hostCount(n, 'en'), hostCount(n, 'zh')];
  const [first] = keys;
  switch (kind) {
    case 'own':
      return {
        title: n === 1 ? { en, zh } : { en: `${en}, each its own key`, zh: `${zh}，密钥各不相同` },
        doubt: null,
      };
    case 'shared':
      return {
        title: { en: `${en} share one key`, zh: `${zh}共用一个密钥` },
        doubt: {
          en: 'copies of one machine? each can pose as the others',
          zh: '是同一台机器的副本吗？它们可以互相冒充',
        },
      };
    case 'known-elsewhere':
      return {
        title: {
          en: `${en} ${n === 1 ? 'shows' : 'show'} the key of ${first!.knownFor}`,
          zh: `${zh}出示 ${first!.knownFor} 的密钥`,
        },
        doubt: { en: 'this key is already trusted for another host', zh: '该密钥已是另一台主机的受信密钥' },
      };
    case 'contradicted': {
      const list = visibleText(first!.secondSource!.list);
      return {
        title: { en: `${en} with another key in ${list}`, zh: `${zh}在 ${list} 中是另一个密钥` },
        doubt: { en: 'the imported list names another key', zh: '导入的列表中是另一个密钥' },
      };
    }
    case 'refused':
      return {
        title: {
          en: `${en} ${n === 1 ? 'offers' : 'offer'} only a short RSA key`,
          zh: `${zh}只提供过短的 RSA 密钥`,
        },
        doubt: { en: 'too short, refused by policy', zh: '过短，被策略拒绝' },
      };
    case 'blocked':
      return { title: { en: `${en} kept blocked`, zh: `${zh}保持阻止` }, doubt: null };
  }
}

/** Hosts of a group that are named one by one unless all are asked for. */
const NAMED = 9;

/** A group of waiting keys: what it is, its hosts, and their fingerprints. */
export function groupLines(group: HostKeyGroup, all: boolean, locale: Locale): Span[][] {
  const { title, doubt } = titleOf(group);
  const { keys } = group;
  const type = group.type === null ? SEVERAL_TYPES[locale] : keyTypeWords(group.type, keys[0]!.bits);
  const one = new Set(keys.map(({ fingerprint }) => fingerprint)).size === 1;
  const head: Span[] = [
    doubt === null ? { text: ' ◇ ', role: 'exit' } : { text: ' ▲ ', role: 'exit' },
    { text: title[locale], role: 'strong' },
    plain(`  ${foldPlaces(keys)}`),
    dim(`  ${type}`),
  ];
  const shown = one ? [] : all ? keys : keys.slice(0, NAMED);
  const width = Math.max(0, ...shown.map((key) => placeLabel(key).length));
  return [
    head,
    ...(doubt === null ? [] : [[odd(`   ${doubt[locale]}`)]]),
    ...(one ? [[plain(`   ${keys[0]!.fingerprint}`), ...sourceOf(keys[0]!, locale)]] : []),
    ...shown.map((key) => [
      plain(`   ${placeLabel(key).padEnd(width)}  ${key.fingerprint}`),
      ...sourceOf(key, locale),
    ]),
    ...(one || shown.length === keys.length
      ? []
      : [[dim(`   ${andMore(keys.length - shown.length)[locale]}: --all-hosts`)]]),
  ];
}

const SEVERAL_TYPES: Words = { en: 'several types', zh: '多种' };

function andMore(count: number): Words {
  return { en: `and ${countWords(count, 'en')} more`, zh: `另有 ${countWords(count, 'zh')} 台` };
}

function sourceOf({ secondSource }: OfferedKey, locale: Locale): Span[] {
  if (secondSource === null) return [];
  const list = visibleText(secondSource.list);
  const agrees: Words = { en: `  agrees with ${list}`, zh: `  与 ${list} 一致` };
  const differs: Words = { en: `  differs from ${list}`, zh: `  ${list} 中是另一个密钥` };
  return secondSource.agrees ? [dim(agrees[locale])] : [odd(differs[locale])];
}

/** A changed key with both fingerprints, and what to do. */
export function changedLines(key: OfferedKey, locale: Locale): Span[][] {
  const said = changedWords(key);
  const old = key.expected.map((one) => {
    const since: Words =
      one.approvedAtMs === null
        ? { en: '', zh: '' }
        : byWhom(one.approvedAtMs, one.approvedBy ?? '', { en: 'since ', zh: '' });
    return [
      dim(TRUSTED[locale]),
      plain(`${keyTypeWords(one.type ?? '').padEnd(15)} ${one.fingerprint}`),
      dim(since[locale] === '' ? '' : `  ${since[locale]}`),
    ];
  });
  return [
    [
      { text: ` ◆ ${said.title[locale]}`, role: 'fail' },
      dim(`  ${dayTime(key.lastSeenAtMs)}${said.blocked[locale]}`),
    ],
    ...old,
    [
      { text: NOW[locale], role: 'fail' },
      plain(`${keyTypeWords(key.type, key.bits).padEnd(15)} ${key.fingerprint}`),
      odd(said.elsewhere[locale]),
    ],
  ];
}

const TRUSTED: Words = { en: '   trusted  ', zh: '   受信     ' };
const NOW: Words = { en: '   now      ', zh: '   现在     ' };
const NOTHING: Words = { en: '', zh: '' };

function changedWords(key: OfferedKey): { title: Words; blocked: Words; elsewhere: Words } {
  const label = placeLabel(key);
  const by = key.blocked === null ? '' : visibleText(key.blocked.by);
  return {
    title: { en: `${label} shows a different host key`, zh: `${label} 出示了不同的主机密钥` },
    blocked: key.blocked === null ? NOTHING : { en: `, kept blocked by ${by}`, zh: `，${by} 决定继续阻止` },
    elsewhere:
      key.knownFor === null
        ? NOTHING
        : { en: `  this is the key of ${key.knownFor}`, zh: `  与 ${key.knownFor} 的密钥相同` },
  };
}

/** `2026-03-12 14:05 by ops`; `2026-03-12 14:05，由 ops`. */
function byWhom(atMs: number, user: string, before: Words): Words {
  const [when, who] = [dayTime(atMs), visibleText(user)];
  return { en: `${before.en}${when} by ${who}`, zh: `${before.zh}${when}，由 ${who}` };
}

/** A decided key on a line. */
export function decidedLine(key: DecidedKey, width: number, locale: Locale): Span[] {
  const day = key.lastSeenAtMs === null ? null : dayTime(key.lastSeenAtMs);
  const seen: Words =
    day === null ? { en: 'not seen yet', zh: '尚未出现' } : { en: `seen ${day}`, zh: `最近出现 ${day}` };
  const between: Words = { en: ', ', zh: '，' };
  const facts = [
    byWhom(key.decidedAtMs, key.decidedBy, NOTHING)[locale],
    ...(key.note === '' ? [] : [visibleText(key.note)]),
    seen[locale],
  ];
  return [
    plain(
      ` ${placeLabel(key).padEnd(width)}  ${keyTypeWords(key.type, key.bits).padEnd(15)} ${key.fingerprint}`,
    ),
    dim(`  ${facts.join(between[locale])}`),
  ];
}
