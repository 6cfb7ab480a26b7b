// What it costs to start commands in groups of their own on a real sshd, and whether a stop ends all of a group, as it says.
import { createRunOnHost, parseKnownHosts, readIdentity } from '../packages/server/src/ssh/index.ts';
import { systemClock } from '../packages/server/src/run/clock.ts';
import { aliveInGroup, STUBBORN_COMMANDS } from '../packages/server/src/testing/process-group.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../packages/server/src/testing/run-host.ts';
import { startSshd } from '../packages/server/src/testing/sshd.ts';
import { median } from './lib/measure.ts';
import { versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const HOSTS = 200;
const FANOUT = 32;
const STOPS = 100;
const COMMAND = 'uname -n';

const STUBBORN = Object.values(STUBBORN_COMMANDS);

const sshd = await startSshd({ hostKeyTypes: ['ed25519'] });
const login = { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
const create = (keepConnectionsMs: number) =>
  createRunOnHost({
    ledger: memoryLedger(),
    knownHosts: parseKnownHosts([]),
    clock: systemClock,
    keepConnectionsMs,
  });
const cold = create(0);

async function answer(run: typeof cold, request: Partial<RequestOverrides>): Promise<void> {
  const { outcome } = await runHost(run, {
    host: '127.0.0.1',
    port: sshd.port,
    login,
    command: COMMAND,
    ...request,
  });
  if (outcome.type !== 'host-exited' || outcome.status !== 0) throw new Error(JSON.stringify(outcome));
}

const WAYS: Record<string, () => Promise<void>> = {
  'as it is': () => answer(cold, { plain: true }),
  'in a group (the product)': () => answer(cold, {}),
  'as it is, after a probe on a channel of its own': async () => {
    const run = create(60_000);
    await answer(run, { plain: true, command: 'exec sh -c :' });
    await answer(run, { plain: true });
    run.close();
  },
};

/** Hosts per second with `FANOUT` at once. */
async function rate(way: () => Promise<void>): Promise<number> {
  let left = HOSTS;
  const began = performance.now();
  const one = async (): Promise<void> => {
    while (left-- > 0) await way();
  };
  await Promise.all(Array.from({ length: FANOUT }, one));
  return HOSTS / ((performance.now() - began) / 1_000);
}

interface StopTally {
  confirmed: number;
  gone: number;
  true: number;
  ms: number[];
}

async function stops(): Promise<StopTally> {
  const tally: StopTally = { confirmed: 0, gone: 0, true: 0, ms: [] };
  for (let round = 0; round < STOPS; round += 1) {
    const person = new AbortController();
    let group = 0;
    let stoppedAt = 0;
    const request = {
      command: STUBBORN[round % STUBBORN.length]!,
      signal: person.signal,
      limits: { cancelMs: 3_000 },
    };
    const { outcome } = await runHost(
      cold,
      { host: '127.0.0.1', port: sshd.port, login, ...request },
      (fact) => {
        if (fact.type !== 'host-output' || group > 0) return;
        group = Number.parseInt(Buffer.from(fact.bytes).toString(), 10);
        // A number that is no group of this machine would count as gone each time.
        if (aliveInGroup(group).length === 0) throw new Error(`nothing of group ${group} runs`);
        stoppedAt = performance.now();
        person.abort();
      },
    );
    tally.ms.push(performance.now() - stoppedAt);
    const isGone = aliveInGroup(group).length === 0;
    const isConfirmed = outcome.type === 'host-cancelled' && outcome.confirmed;
    tally.gone += Number(isGone);
    tally.confirmed += Number(isConfirmed);
    tally.true += Number(isGone === isConfirmed);
  }
  return tally;
}

try {
  const rates = new Map(Object.keys(WAYS).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(WAYS)) {
      const perSecond = await rate(way);
      if (round > 0) rates.get(name)!.push(perSecond);
      process.stderr.write(
        `  ${round === 0 ? 'warm-up' : `round ${round}`}  ${name}: ${perSecond.toFixed(0)}/s\n`,
      );
    }
  }
  const base = rates.get('as it is')!;
  const { confirmed, gone, true: isTrue, ms } = await stops();
  const body = [
    `${HOSTS} logins on one real sshd, fan-out ${FANOUT}, \`${COMMAND}\`; ${ROUNDS} rounds in turn after an uncounted one.`,
    '',
    '| a command is started | hosts a second (median) | range | × as it is |',
    '|---|---|---|---|',
    ...[...rates].map(
      ([name, of]) =>
        `| ${name} | ${median(of).toFixed(0)} | ${Math.min(...of).toFixed(0)}–${Math.max(...of).toFixed(0)} | ${(median(of) / median(base)).toFixed(2)} |`,
    ),
    '',
    `${STOPS} stops of ${STUBBORN.length} families of processes (children, nohup, ignored TERM, pipes, floods): the kernel had nothing left of`,
    `the group in ${gone} of ${STOPS}, the outcome said so in ${confirmed}, and what it said was true in ${isTrue}. From the wish to the outcome:`,
    `${median(ms).toFixed(0)} ms (median), ${Math.max(...ms).toFixed(0)} ms at most (TERM was ignored, KILL comes after 1.5 s).`,
  ].join('\n');
  writeReport('starts-and-stops', 'Starting commands in groups, and ending them', body, {
    OpenSSH: versionOf('ssh', '-V'),
  });
} finally {
  await sshd.stop();
}
