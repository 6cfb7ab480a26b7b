// 200 hosts of a real sshd, fan-out 32, `uname -n`: who is how far from the bare loop.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSshd } from '../packages/server/src/testing/sshd.ts';
import { addresses } from './lib/fleet.ts';
import { inTurn } from './lib/measure.ts';
import { bareLoop, peers, rollcall, type Task } from './lib/peers.ts';
import { table, versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const sshd = await startSshd({
  extraConfig: ['KexAlgorithms curve25519-sha256', 'Ciphers aes128-gcm@openssh.com', 'MaxStartups 10000'],
  addresses: ['0.0.0.0'],
  hostKeyTypes: ['ed25519'],
});
try {
  const { hosts, range } = addresses(1, 200);
  const knownHostsFile = join(folder, 'known_hosts');
  writeFileSync(
    knownHostsFile,
    sshd.hostKeys
      .map((key) => hosts.map((host) => `[${host}]:${sshd.port} ${key.type} ${key.key}\n`).join(''))
      .join(''),
  );
  const task: Task = {
    folder,
    hosts,
    port: sshd.port,
    user: sshd.userName,
    keyFile: sshd.privateKeyPath,
    knownHostsFile,
    fanout: 32,
    command: 'uname -n',
  };
  const bare = bareLoop(task);
  const { contenders, versions } = peers(task);
  const results = await inTurn([bare, rollcall(task, range), ...contenders], ROUNDS);
  const body = [
    'A real OpenSSH sshd on 200 addresses of 127.0.0.0/8, `uname -n`, fan-out 32, curve25519-sha256 and aes128-gcm for all, no connection sharing.',
    '`rollcall run` verifies host keys and stores every fact durably; the bare loop does neither.',
    '',
    table(results, bare.name),
  ].join('\n');
  writeReport('real-hosts', '200 real sshd hosts', body, { OpenSSH: versionOf('ssh', '-V'), ...versions });
} finally {
  await sshd.stop();
  rmSync(folder, { recursive: true });
}
