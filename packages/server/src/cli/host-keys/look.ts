import { groupHostKeys, type DecidedKey, type Span, type Words } from '@rollcall/protocol';
import { placeLabel } from '../../host-keys/fold-hosts.ts';
import { painters, type Io } from '../io.ts';
import { keysOf } from './choose.ts';
import { allKeys, allOffers, withLedger } from './ledger.ts';
import {
  changedLines,
  decidedLine,
  groupLines,
  hostCount,
  keyCount,
  NONE_WAITING,
  STATE_WORDS,
} from './words.ts';

/** What all commands that only look can be told. */
export interface LookOptions {
  data?: string;
  json?: true;
  run?: string;
  allHosts?: true;
}

/** Prints the keys that wait, in groups, so that what is odd stands out. */
export async function lookAtWaiting({ data, json, run, allHosts }: LookOptions, io: Io): Promise<void> {
  const { locale } = io;
  await withLedger(data, io, async (ledger) => {
    const keys = await allOffers(ledger, 'waiting', run);
    if (json) return printJson(keys, io);
    const { changed } = await ledger.keys.counts();
    const say = printer(io);
    if (keys.length === 0) say([{ text: NONE_WAITING[locale], role: 'plain' }]);
    for (const group of groupHostKeys(keys))
      for (const line of groupLines(group, allHosts ?? false, locale)) say(line);
    if (keys.length > 0) say([{ text: APPROVE_WITH[locale], role: 'dim' }]);
    if (changed > 0) say([{ text: changedCount(changed)[locale], role: 'fail' }]);
  });
}

const APPROVE_WITH: Words = {
  en: 'Approve with: rollcall host-keys approve TARGETS, or --all',
  zh: '批准请用：rollcall host-keys approve TARGETS，或 --all',
};
const NONE_CHANGED: Words = { en: 'No host shows a changed key.', zh: '没有主机出示已变更的密钥。' };
const WHEN_YOU_KNOW: Words = {
  en: 'Reinstalled, or something stands between. When you know: rollcall host-keys replace HOST',
  zh: '机器可能重装过，也可能有中间人。确认之后：rollcall host-keys replace HOST',
};

const changedCount = (count: number): Words => ({
  en: `${hostCount(count, 'en')} with a changed key: rollcall host-keys changed`,
  zh: `${hostCount(count, 'zh')}的密钥已变更：rollcall host-keys changed`,
});
const countOf = (count: number, state: DecidedKey['state']): Words => ({
  en: `${keyCount(count, 'en')} ${STATE_WORDS[state].en}`,
  zh: `${keyCount(count, 'zh')}${STATE_WORDS[state].zh}`,
});

/** Prints the hosts that show another key than the trusted one. */
export async function lookAtChanged({ data, json, run }: LookOptions, io: Io): Promise<void> {
  const { locale } = io;
  await withLedger(data, io, async (ledger) => {
    const keys = await allOffers(ledger, 'changed', run);
    if (json) return printJson(keys, io);
    const say = printer(io);
    if (keys.length === 0) return say([{ text: NONE_CHANGED[locale], role: 'plain' }]);
    for (const key of keys) for (const line of changedLines(key, locale)) say(line);
    say([{ text: WHEN_YOU_KNOW[locale], role: 'dim' }]);
  });
}

/** Prints the keys of a state, of some hosts when they are named. */
export async function lookAtDecided(
  state: DecidedKey['state'],
  targets: string,
  { data, json }: LookOptions,
  io: Io,
): Promise<void> {
  await withLedger(data, io, async (ledger) => {
    const all = await allKeys(ledger, state);
    const keys = targets === '' ? all : await keysOf(all, { range: targets, data }, STATE_WORDS[state], io);
    if (json) return printJson(keys, io);
    const say = printer(io);
    const width = keys.reduce((most, key) => Math.max(most, placeLabel(key).length), 0);
    for (const key of keys) say(decidedLine(key, width, io.locale));
    io.err.write(`${countOf(keys.length, state)[io.locale]}\n`);
  });
}

function printer(io: Io): (line: readonly Span[]) => void {
  const { out } = painters(io, true);
  return (line) => io.out.write(`${out(line)}\n`);
}

/** One key a line. */
function printJson(keys: readonly object[], io: Io): void {
  for (const key of keys) io.out.write(`${JSON.stringify(key)}\n`);
}
