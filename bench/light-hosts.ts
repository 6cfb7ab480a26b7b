// 1,000 light hosts of the demo fleet at fan-out 100: what the engine costs beside the bare loop, everything stored.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleetProcess } from '@rollcall/demo-fleet';
import { addresses, fleetKnownHosts, writeKey } from './lib/fleet.ts';
import { inTurn } from './lib/measure.ts';
import { bareLoop, rollcall, type Task } from './lib/peers.ts';
import { table, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const fleet = await startFleetProcess();
try {
  const { hosts, range } = addresses(1, 1_000);
  const [knownHostsFile, keyFile] = [join(folder, 'known_hosts'), join(folder, 'key')];
  writeFileSync(knownHostsFile, fleetKnownHosts(fleet.port, fleet.hostKey));
  writeKey(keyFile);
  const task: Task = {
    folder,
    hosts,
    port: fleet.port,
    user: 'ops',
    keyFile,
    knownHostsFile,
    fanout: 100,
    command: 'uptime',
  };
  const bare = bareLoop(task);
  const results = await inTurn([bare, rollcall(task, range)], ROUNDS);
  const body = [
    '1,000 hosts of the demo fleet (another process), fan-out 100. `rollcall run` verifies host keys and stores every fact durably; the bare loop does neither.',
    '',
    table(results, bare.name),
  ].join('\n');
  writeReport('light-hosts', '1,000 light hosts', body);
} finally {
  await fleet.close();
  rmSync(folder, { recursive: true });
}
