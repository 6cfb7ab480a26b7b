import { groupHostKeys, type DecidedKey, type Span } from '@rollcall/protocol';
import { placeLabel } from '../../host-keys/fold-hosts.ts';
import { painters, type Io } from '../io.ts';
import { keysOf } from './choose.ts';
import { allKeys, allOffers, withLedger } from './ledger.ts';
import { changedLines, decidedLine, groupLines, hostCount, keyCount } from './words.ts';

/** What all commands that only look can be told. */
export interface LookOptions {
  data?: string;
  json?: true;
  run?: string;
  allHosts?: true;
}

/** Prints the keys that wait, in groups, so that what is odd stands out. */
export async function lookAtWaiting({ data, json, run, allHosts }: LookOptions, io: Io): Promise<void> {
  await withLedger(data, io, async (ledger) => {
    const keys = await allOffers(ledger, 'waiting', run);
    if (json) return printJson(keys, io);
    const { changed } = await ledger.keys.counts();
    const say = printer(io);
    if (keys.length === 0) say([{ text: 'No host key waits for a decision.', role: 'plain' }]);
    for (const group of groupHostKeys(keys))
      for (const line of groupLines(group, allHosts ?? false)) say(line);
    if (keys.length > 0)
      say([{ text: 'Approve with: rollcall host-keys approve TARGETS, or --all', role: 'dim' }]);
    if (changed > 0)
      say([
        {
          text: `${hostCount(changed)} with a changed key: rollcall host-keys changed`,
          role: 'fail',
        },
      ]);
  });
}

/** Prints the hosts that show another key than the trusted one. */
export async function lookAtChanged({ data, json, run }: LookOptions, io: Io): Promise<void> {
  await withLedger(data, io, async (ledger) => {
    const keys = await allOffers(ledger, 'changed', run);
    if (json) return printJson(keys, io);
    const say = printer(io);
    if (keys.length === 0) return say([{ text: 'No host shows a changed key.', role: 'plain' }]);
    for (const key of keys) for (const line of changedLines(key)) say(line);
    say([
      {
        text: 'Reinstalled, or something stands between. When you know: rollcall host-keys replace HOST',
        role: 'dim',
      },
    ]);
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
    const keys = targets === '' ? all : await keysOf(all, { range: targets, data }, state, io);
    if (json) return printJson(keys, io);
    const say = printer(io);
    const width = keys.reduce((most, key) => Math.max(most, placeLabel(key).length), 0);
    for (const key of keys) say(decidedLine(key, width));
    io.err.write(`${keyCount(keys.length)} ${state}\n`);
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
