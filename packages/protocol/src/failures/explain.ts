import { countWords, durationWords } from '../durations.ts';
import type { AlgorithmList } from '../failures.ts';
import type { Locale } from '../locale.ts';
import type { OutcomeEvent } from '../schemas/run-event.ts';
import { targetLabel } from '../target-label.ts';
import { visibleText } from '../visible-text.ts';
import { detailWords } from './details.ts';
import { outcomeCode, type NoStatus, type OutcomeCode } from './codes.ts';
import { EN } from './en.ts';
import { say, type Known, type Sentences } from './sentence.ts';
import { ZH } from './zh.ts';

/** Why a host gave no exit status, for people: sentences without a full stop. */
export interface Explanation {
  code: OutcomeCode;
  /** What happened, with the facts that are known. */
  what: string;
  /** The likely cause. */
  cause: string;
  /** What to try; empty where there is nothing to do. */
  todo: string;
}

/** Whom the sentences are about. */
export interface ExplainedHost {
  /** How it is called in sentences: a name or address, with its port and user when they are its own, or a range. */
  address: string;
  /** One name or address alone, as commands take it; absent where `address` is that. */
  name?: string | undefined;
  port: number;
  user: string;
}

/** The sentences of every code, in every language. */
export const SENTENCES: Record<Locale, Record<OutcomeCode, Sentences>> = { en: EN, zh: ZH };

/** Explains an outcome without an exit status. Whatever of it came from the host is visible text on one line. */
export function explain(outcome: NoStatus, host: ExplainedHost, locale: Locale): Explanation {
  const code = outcomeCode(outcome);
  const known = knownOf(outcome, host, locale);
  const [what, cause, todo] = SENTENCES[locale][code];
  return { code, what: say(what, known), cause: say(cause, known), todo: say(todo, known) };
}

function knownOf(
  outcome: NoStatus,
  { address, name: bare = address, port, user }: ExplainedHost,
  locale: Locale,
): Known {
  const facts: Record<string, string> = {};
  const words = new Set<string>();
  const learn = (name: string, value: string | number | undefined): void => {
    const text = visibleText(String(value ?? ''));
    if (text === '') return;
    facts[name] = text;
    words.add(name);
  };
  learn('host', address);
  learn('name', bare);
  learn('ssh', `ssh ${port === 22 ? '' : `-p ${port} `}${user}@${bare}`);
  learn('port', port);
  learn('user', user);
  if ('limitMs' in outcome && outcome.limitMs !== undefined)
    learn('limit', limitWords(outcome.limitMs, locale));
  for (const [name, value] of Object.entries(jumpWords(outcome, locale))) learn(name, value);
  if (outcome.type === 'host-failed') {
    const { method, agent, legacy } = outcome.facts ?? {};
    for (const word of [method, agent, legacy && 'legacy']) if (word !== undefined) words.add(word);
    for (const [name, value] of Object.entries(failureWords(outcome, locale))) learn(name, value);
  }
  return { facts, words };
}

/** The jump host of an outcome, and why it could not be used: the sentences about it are those of a host. */
function jumpWords(outcome: NoStatus, locale: Locale): Record<string, string | undefined> {
  if (!('jump' in outcome) || outcome.jump === undefined) return {};
  const { user, host, port, reason, ...why } = outcome.jump;
  const hop = `${user}@${targetLabel({ host, port })}`;
  if (outcome.type !== 'host-failed' || reason === undefined) return { hop };
  const { durationMs, stages, seq, atMs, host: index, attempt } = outcome;
  const ofHop: NoStatus = {
    type: 'host-failed',
    seq,
    atMs,
    host: index,
    attempt,
    durationMs,
    stages,
    reason,
    ...why,
  };
  const said = explain(ofHop, { address: host, port, user }, locale);
  return { hop, ofHop: said.what, causeOfHop: said.cause, todoOfHop: said.todo };
}

/** The facts of a failure in words. Lists of what a host said are visible already, and short. */
function failureWords(
  { detail, hostKey, facts = {} }: Extract<OutcomeEvent, { type: 'host-failed' }>,
  locale: Locale,
): Record<string, string | undefined> {
  const list = (items: readonly string[] | undefined): string | undefined =>
    items?.join(locale === 'zh' ? '、' : ', ');
  const or = locale === 'zh' ? ' 或 ' : ' or ';
  return {
    detail: detail && detailWords(detail, locale),
    seen: hostKey?.fingerprint,
    expected: hostKey?.expected.join(or),
    key: facts.key,
    keys: facts.keys === undefined ? undefined : keysWords(facts.keys, locale),
    held: facts.held === undefined ? undefined : keysWords(facts.held, locale),
    offers: facts.offers?.length === 0 ? NOTHING[locale] : list(facts.offers),
    alsoWants: list(facts.alsoWants),
    asks: list(facts.asks?.map((question) => QUOTED[locale](question))),
    weak: facts.weak,
    list: facts.list && LISTS[locale][facts.list],
  };
}

const NOTHING: Record<Locale, string> = { en: 'nothing', zh: '空' };
const QUOTED: Record<Locale, (text: string) => string> = {
  en: (text) => `"${text}"`,
  zh: (text) => `“${text}”`,
};
const LISTS: Record<Locale, Record<AlgorithmList, string>> = {
  en: {
    'key exchange': 'key exchange',
    'host key': 'host key algorithm',
    cipher: 'cipher',
    MAC: 'MAC',
    compression: 'compression',
  },
  zh: {
    'key exchange': '密钥交换算法',
    'host key': '主机密钥算法',
    cipher: '加密算法',
    MAC: 'MAC 算法',
    compression: '压缩算法',
  },
};

function keysWords(keys: number, locale: Locale): string {
  if (locale === 'zh') return `${countWords(keys, locale)} 个密钥`;
  return `${countWords(keys, locale)} ${keys === 1 ? 'key' : 'keys'}`;
}

/** `10 s`, `5 s`, `0.5 s`. */
const limitWords = (ms: number, locale: Locale): string =>
  durationWords(ms, locale).replace(/^(\d+)\.0 /, '$1 ');
