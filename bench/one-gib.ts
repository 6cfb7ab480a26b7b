// 1 GiB of output from one real host: MiB/s, and how much memory it takes beside the same run with no output.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSshd } from '../packages/server/src/testing/sshd.ts';
import { inTurn, median, type Contender } from './lib/measure.ts';
import { bareLoop, rollcall, type Task } from './lib/peers.ts';
import { table, versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const sshd = await startSshd({
  extraConfig: ['KexAlgorithms curve25519-sha256', 'Ciphers aes128-gcm@openssh.com'],
  addresses: ['0.0.0.0'],
  hostKeyTypes: ['ed25519'],
});
try {
  const host = '127.1.0.1';
  const knownHostsFile = join(folder, 'known_hosts');
  writeFileSync(
    knownHostsFile,
    sshd.hostKeys.map((key) => `[${host}]:${sshd.port} ${key.type} ${key.key}\n`).join(''),
  );
  const task = (command: string): Task => ({
    folder,
    hosts: [host],
    port: sshd.port,
    user: sshd.userName,
    keyFile: sshd.privateKeyPath,
    knownHostsFile,
    fanout: 1,
    command,
  });
  const big = 'head -c 1073741824 /dev/zero';
  const named = (contender: Contender, name: string, wanted = 0): Contender => ({
    ...contender,
    name,
    check: (_, { exitStatus }) => expectStatus(exitStatus, wanted),
  });
  const base = named(bareLoop(task(big)), 'bare ssh2 loop, counted only');
  const small = named(rollcall(task('true'), host), 'rollcall run, no output');
  // stdout lacks what was cut, and so does not count as whole.
  const flood = named(rollcall(task(big), host), 'rollcall run, 1 GiB', 1);
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
  await sshd.stop();
  rmSync(folder, { recursive: true });
}

function expectStatus(status: number, wanted: number): void {
  if (status !== wanted) throw new Error(`exit status ${status}`);
}
