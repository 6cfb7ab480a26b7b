import { groupHostKeys, type HostKeyRef, type OfferedKey } from '@rollcall/protocol';
import { foldPlaces, placeLabel } from '../../host-keys/fold-hosts.ts';
import type { Decided, ManyKeys } from '../../host-keys/host-keys.ts';
import { CliError } from '../cli-error.ts';
import { painters, type Io } from '../io.ts';
import { osUser } from '../os-user.ts';
import { shellWord } from '../shell-word.ts';
import { openAsker } from '../terminal/ask.ts';
import { keysOf } from './choose.ts';
import { allKeys, allOffers, withLedger, type Ledger } from './ledger.ts';
import { changedLines, groupLines, keyCount } from './words.ts';

/** What all decisions can be told. */
export interface DecideOptions {
  data?: string;
  note?: string;
  yes?: true;
  all?: true;
  run?: string;
}

const refOf = ({ host, port, fingerprint }: HostKeyRef): HostKeyRef => ({ host, port, fingerprint });
const decider = ({ note = '' }: DecideOptions) => ({ by: osUser(), note });

/**
 * Approves waiting keys: of the hosts named, of a run, or all. Those that policy refuses or a person keeps blocked are left out
 * unless they are named, which is then refused.
 * @throws CliError when nothing is chosen, the count is not typed, or a host shows another key meanwhile
 */
export async function approve(targets: string, options: DecideOptions, io: Io): Promise<void> {
  if (targets === '' && !options.all && options.run === undefined)
    throw new CliError('no host is named', ['Name hosts, or give --all or --run ID.']);
  await withLedger(options.data, io, async (ledger) => {
    const waiting = await allOffers(ledger, 'waiting', options.run);
    const open = waiting.filter((key) => key.refused === null && key.blocked === null);
    const wanted = { range: targets, data: options.data };
    const keys = targets === '' ? open : await keysOf(waiting, wanted, 'waiting', io);
    if (keys.length === 0) return io.err.write('No host key waits for a decision.\n');
    const { err } = painters(io, true);
    for (const group of groupHostKeys(keys))
      for (const line of groupLines(group, false)) io.err.write(`${err(line)}\n`);
    await confirmCount(keys.length, 'Approve', options, io);
    settle(await ledger.keys.decide('approve', keys.map(refOf), decider(options)));
    io.err.write(`${keyCount(keys.length)} approved. Run again on just these:\n`);
    io.out.write(`${await againLine(keys, ledger, options)}\n`);
    const left = targets === '' ? waiting.length - keys.length : 0;
    if (left > 0) io.err.write(`${keyCount(left)} left out: too short, or kept blocked\n`);
  });
}

/** Revokes or forgets the keys of hosts, or keeps offers blocked. */
export async function decideAbout(
  what: Exclude<ManyKeys, 'approve'>,
  targets: string,
  options: DecideOptions,
  io: Io,
): Promise<void> {
  const [question, done] = WORDS[what];
  await withLedger(options.data, io, async (ledger) => {
    const wanted = { range: targets, data: options.data };
    const keys = await keysOf(await candidates(what, ledger), wanted, CANDIDATES[what], io);
    io.err.write(`${foldPlaces(keys)}\n`);
    await confirmCount(keys.length, question, options, io);
    settle(await ledger.keys.decide(what, keys.map(refOf), decider(options)));
    io.err.write(`${keyCount(keys.length)} ${done}\n`);
  });
}

type Other = Exclude<ManyKeys, 'approve'>;
const WORDS: Record<Other, [question: string, done: string]> = {
  block: ['Keep blocking', 'kept blocked'],
  revoke: ['Revoke', 'revoked: refused on every host from now on'],
  forget: ['Forget', 'forgotten'],
};
const CANDIDATES: Record<Other, string> = {
  block: 'waiting or changed',
  revoke: 'trusted',
  forget: 'trusted or revoked',
};

async function candidates(what: Other, ledger: Ledger): Promise<HostKeyRef[]> {
  switch (what) {
    case 'block':
      return [...(await allOffers(ledger, 'waiting')), ...(await allOffers(ledger, 'changed'))];
    case 'revoke':
      return allKeys(ledger, 'trusted');
    case 'forget':
      return [...(await allKeys(ledger, 'trusted')), ...(await allKeys(ledger, 'revoked'))];
  }
}

/**
 * Lets the changed key of one host in, after both fingerprints were shown and the host's name was typed.
 * @throws CliError when the host shows no changed key, or is meant on several ports
 */
export async function replace(host: string, options: DecideOptions, io: Io): Promise<void> {
  await withLedger(options.data, io, async (ledger) => {
    const wanted = { range: host, data: options.data };
    const found = await keysOf(await allOffers(ledger, 'changed'), wanted, 'changed', io);
    const [key, ...others] = found;
    if (others.length > 0)
      throw new CliError('a changed key is replaced for one host at a time', [
        `These are ${foldPlaces(found)}`,
      ]);
    const { err } = painters(io, true);
    for (const line of changedLines(key!)) io.err.write(`${err(line)}\n`);
    const label = placeLabel(key!);
    const typed = await ask(`Trust the new key of ${label}? Type the host: `, options, io);
    if (typed !== null && typed.trim() !== label)
      throw new CliError('another host was typed, nothing was changed');
    settle(await ledger.keys.replace(refOf(key!), decider(options)));
    io.err.write(`The key of ${label} is replaced. Run again on it:\n`);
    io.out.write(`${await againLine([key!], ledger, options)}\n`);
  });
}

/** Null where no question is asked. */
async function ask(question: string, { yes }: DecideOptions, io: Io): Promise<string | null> {
  if (yes) return null;
  // The question goes to the terminal itself, and what it is about has to stand above it.
  await io.err.flushed();
  const asker = openAsker();
  if (asker) return asker.line(question);
  throw new CliError('this needs a yes, and there is no terminal to ask', ['Give it with --yes.']);
}

async function confirmCount(count: number, verb: string, options: DecideOptions, io: Io): Promise<void> {
  const words = `${verb} ${keyCount(count)}? Type the number of keys: `;
  const typed = await ask(words, options, io);
  if (typed !== null && Number(typed.replaceAll(/[\s,]/g, '') || 'x') !== count)
    throw new CliError('another number was typed, nothing was changed');
}

function settle(decided: Decided): void {
  if (decided.ok) return;
  const hosts = foldPlaces(decided.keys);
  if (decided.code === 'host-key-refused')
    throw new CliError(`policy refuses the key of ${hosts}, nothing was changed`, [
      'RSA keys below 2,048 bits are not trusted: give these hosts a longer key.',
    ]);
  throw new CliError(`${hosts} shows another key meanwhile, nothing was changed`, [
    'Look again: rollcall host-keys',
  ]);
}

/** The command that runs the newest of these hosts' runs again on just them; its words where the run is gone. */
async function againLine(
  keys: readonly OfferedKey[],
  { store }: Ledger,
  { data }: DecideOptions,
): Promise<string> {
  const newest = keys.reduce((one, other) => (other.lastSeenAtMs > one.lastSeenAtMs ? other : one));
  const run = await store.getRun(newest.run);
  const range = shellWord(foldPlaces(keys));
  const folder = data === undefined ? '' : ` --data ${shellWord(data)}`;
  if (run === null) return `rollcall run${folder} ${range} COMMAND`;
  const { login, command, fanout } = run.spec;
  return `rollcall run${folder} -l ${shellWord(login.user)} -f ${fanout} ${range} -- ${shellWord(command)}`;
}
