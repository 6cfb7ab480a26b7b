import { groupHostKeys, type HostKeyRef, type OfferedKey, type Words } from '@rollcall/protocol';
import { foldPlaces, placeLabel } from '../../host-keys/fold-hosts.ts';
import type { Decided, ManyKeys } from '../../host-keys/host-keys.ts';
import { CliError } from '../cli-error.ts';
import { painters, type Io } from '../io.ts';
import { osUser } from '../os-user.ts';
import { openAsker } from '../terminal/ask.ts';
import { againLine } from './again-line.ts';
import { keysOf } from './choose.ts';
import { allKeys, allOffers, withLedger, type Ledger } from './ledger.ts';
import { changedLines, groupLines, keyCount, NONE_WAITING } from './words.ts';

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
    throw new CliError({ en: 'no host is named', zh: '没有写出主机' }, [
      { en: 'Name hosts, or give --all or --run ID.', zh: '请写出主机，或使用 --all 或 --run ID。' },
    ]);
  const { locale } = io;
  await withLedger(options.data, io, async (ledger) => {
    const waiting = await allOffers(ledger, 'waiting', options.run);
    const open = waiting.filter((key) => key.refused === null && key.blocked === null);
    const wanted = { range: targets, data: options.data };
    const keys = targets === '' ? open : await keysOf(waiting, wanted, { en: 'waiting', zh: '待确认' }, io);
    if (keys.length === 0) return io.err.write(`${NONE_WAITING[locale]}\n`);
    const { err } = painters(io, true);
    for (const group of groupHostKeys(keys))
      for (const line of groupLines(group, false, locale)) io.err.write(`${err(line)}\n`);
    await confirmCount(keys.length, { en: 'Approve', zh: '批准' }, options, io);
    settle(await ledger.keys.decide('approve', keys.map(refOf), decider(options)));
    io.err.write(`${approvedWords(keys.length)[locale]}\n`);
    io.out.write(`${await runAgain(keys, ledger, options)}\n`);
    const left = targets === '' ? waiting.length - keys.length : 0;
    if (left > 0) io.err.write(`${leftOutWords(left)[locale]}\n`);
  });
}

const approvedWords = (count: number): Words => ({
  en: `${keyCount(count, 'en')} approved. Run again on just these:`,
  zh: `已批准 ${keyCount(count, 'zh')}。只对这些主机再次运行：`,
});
const leftOutWords = (count: number): Words => ({
  en: `${keyCount(count, 'en')} left out: too short, or kept blocked`,
  zh: `${keyCount(count, 'zh')}未包括：过短，或保持阻止`,
});

/** Revokes or forgets the keys of hosts, or keeps offers blocked. */
export async function decideAbout(
  what: Exclude<ManyKeys, 'approve'>,
  targets: string,
  options: DecideOptions,
  io: Io,
): Promise<void> {
  const { question, done } = WORDS[what];
  await withLedger(options.data, io, async (ledger) => {
    const wanted = { range: targets, data: options.data };
    const keys = await keysOf(await candidates(what, ledger), wanted, CANDIDATES[what], io);
    io.err.write(`${foldPlaces(keys)}\n`);
    await confirmCount(keys.length, question, options, io);
    settle(await ledger.keys.decide(what, keys.map(refOf), decider(options)));
    io.err.write(`${done(keys.length)[io.locale]}\n`);
  });
}

type Other = Exclude<ManyKeys, 'approve'>;
const WORDS: Record<Other, { question: Words; done: (count: number) => Words }> = {
  block: {
    question: { en: 'Keep blocking', zh: '继续阻止' },
    done: (n) => ({ en: `${keyCount(n, 'en')} kept blocked`, zh: `继续阻止 ${keyCount(n, 'zh')}` }),
  },
  revoke: {
    question: { en: 'Revoke', zh: '吊销' },
    done: (n) => ({
      en: `${keyCount(n, 'en')} revoked: refused on every host from now on`,
      zh: `已吊销 ${keyCount(n, 'zh')}：今后在所有主机上都会被拒绝`,
    }),
  },
  forget: {
    question: { en: 'Forget', zh: '忘记' },
    done: (n) => ({ en: `${keyCount(n, 'en')} forgotten`, zh: `已忘记 ${keyCount(n, 'zh')}` }),
  },
};
const CANDIDATES: Record<Other, Words> = {
  block: { en: 'waiting or changed', zh: '待确认或已变更' },
  revoke: { en: 'trusted', zh: '受信' },
  forget: { en: 'trusted or revoked', zh: '受信或已吊销' },
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
    const found = await keysOf(
      await allOffers(ledger, 'changed'),
      wanted,
      { en: 'changed', zh: '已变更' },
      io,
    );
    const [key, ...others] = found;
    if (others.length > 0)
      throw new CliError(
        { en: 'a changed key is replaced for one host at a time', zh: '已变更的密钥只能逐台更换' },
        [{ en: `These are ${foldPlaces(found)}`, zh: `这里有 ${foldPlaces(found)}` }],
      );
    const { err } = painters(io, true);
    for (const line of changedLines(key!, io.locale)) io.err.write(`${err(line)}\n`);
    const label = placeLabel(key!);
    const question: Words = {
      en: `Trust the new key of ${label}? Type the host: `,
      zh: `信任 ${label} 的新密钥？请输入该主机：`,
    };
    const typed = await ask(question, options, io);
    if (typed !== null && typed.trim() !== label)
      throw new CliError({
        en: 'another host was typed, nothing was changed',
        zh: '输入的主机不符，没有任何改动',
      });
    settle(await ledger.keys.replace(refOf(key!), decider(options)));
    const done: Words = {
      en: `The key of ${label} is replaced. Run again on it:`,
      zh: `${label} 的密钥已更换。对它再次运行：`,
    };
    io.err.write(`${done[io.locale]}\n`);
    io.out.write(`${await runAgain([key!], ledger, options)}\n`);
  });
}

/** Null where no question is asked. */
async function ask(question: Words, { yes }: DecideOptions, io: Io): Promise<string | null> {
  if (yes) return null;
  // The question goes to the terminal itself, and what it is about has to stand above it.
  await io.err.flushed();
  const asker = openAsker();
  if (asker) return asker.line(question[io.locale]);
  throw new CliError(
    { en: 'this needs a yes, and there is no terminal to ask', zh: '此操作需要确认，而没有终端可以询问' },
    [{ en: 'Give it with --yes.', zh: '请加 --yes 确认。' }],
  );
}

async function confirmCount(count: number, verb: Words, options: DecideOptions, io: Io): Promise<void> {
  const words: Words = {
    en: `${verb.en} ${keyCount(count, 'en')}? Type the number of keys: `,
    zh: `${verb.zh} ${keyCount(count, 'zh')}？请输入密钥数量：`,
  };
  const typed = await ask(words, options, io);
  if (typed !== null && Number(typed.replaceAll(/[\s,]/g, '') || 'x') !== count)
    throw new CliError({
      en: 'another number was typed, nothing was changed',
      zh: '输入的数量不符，没有任何改动',
    });
}

function settle(decided: Decided): void {
  if (decided.ok) return;
  const hosts = foldPlaces(decided.keys);
  if (decided.code === 'host-key-refused')
    throw new CliError(
      {
        en: `policy refuses the key of ${hosts}, nothing was changed`,
        zh: `策略拒绝 ${hosts} 的密钥，没有任何改动`,
      },
      [
        {
          en: 'RSA keys below 2,048 bits are not trusted: give these hosts a longer key.',
          zh: '不信任短于 2048 位的 RSA 密钥：请为这些主机换用更长的密钥。',
        },
      ],
    );
  throw new CliError(
    {
      en: `${hosts} shows another key meanwhile, nothing was changed`,
      zh: `${hosts} 此间出示了另一个密钥，没有任何改动`,
    },
    [{ en: 'Look again: rollcall host-keys', zh: '请重新查看：rollcall host-keys' }],
  );
}

/** The command that runs the newest of these hosts' runs again on just them. */
async function runAgain(
  keys: readonly OfferedKey[],
  { store }: Ledger,
  { data }: DecideOptions,
): Promise<string> {
  const newest = keys.reduce((one, other) => (other.lastSeenAtMs > one.lastSeenAtMs ? other : one));
  const [run, targets] = await Promise.all([store.getRun(newest.run), store.getTargets(newest.run)]);
  return againLine(keys, run === null || targets === null ? null : { spec: run.spec, targets }, data);
}
