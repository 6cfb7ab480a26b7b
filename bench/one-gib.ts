// 1 GiB of output from one real host: MiB/s, and how much memory it takes beside the same run with no output.
import { inTurn, median, type Contender } from './lib/measure.ts';
import { bareLoop, rollcall } from './lib/peers.ts';
import { startRealSshd } from './lib/real-sshd.ts';
import { table, versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const host = '127.1.0.1';
const big = 'head -c 1073741824 /dev/zero';
const { task, stop } = await startRealSshd({ hosts: [host], fanout: 1, command: big });
try {
  const named = (contender: Contender, name: string, wanted = 0): Contender => ({
    ...contender,
    name,
    check: (_, { exitStatus }) => expectStatus(exitStatus, wanted),
  });
  const base = named(bareLoop(task), 'bare ssh2 loop, counted only');
  const small = named(rollcall({ ...task, command: 'true' }, host), 'rollcall run, no output');
  // stdout lacks what was cut, and so does not count as whole.
  const flood = named(rollcall(task, host), 'rollcall run, 1 GiB', 1);
  const results = await inTurn([base, flood, small], ROUNDS);
  const of = (name: string, key: 'wallS' | 'maxRssMiB'): number =>
    median(results.get(name)!.map((figures) => figures[key]));
  const speed = 1024 / (of('rollcall run, 1 GiB', 'wallS') - of('rollcall run, no output', 'wallS'));
  const growth = of('rollcall run, 1 GiB', 'maxRssMiB') - of('rollcall run, no output', 'maxRssMiB');
  const body = [
    '`head -c 1073741824 /dev/zero` on a real sshd; the default cap of 10 MiB per host keeps the first and the last part.',
    '',
    `**${speed.toFixed(0)} MiB/s, memory + ${growth.toFixed(0)} MiB** over a run without output.`,
    '',
    table(results, base.name),
  ].join('\n');
  writeReport('one-gib', '1 GiB from one host', body, { OpenSSH: versionOf('ssh', '-V') });
} finally {
  await stop();
}

function expectStatus(status: number, wanted: number): void {
  if (status !== wanted) throw new Error(`exit status ${status}`);
}
