// 200 hosts of a real sshd, fan-out 32, `uname -n`: who is how far from the bare loop.
import { addresses } from './lib/fleet.ts';
import { inTurn } from './lib/measure.ts';
import { bareLoop, peers, rollcall } from './lib/peers.ts';
import { startRealSshd } from './lib/real-sshd.ts';
import { table, versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const { hosts, range } = addresses(1, 200);
const { task, stop } = await startRealSshd({ hosts, fanout: 32, command: 'uname -n' });
try {
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
  await stop();
}
