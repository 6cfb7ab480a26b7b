// 1,000 light hosts through the server's engine: cold, then over the connections that it has kept; everything stored durably.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startFleetProcess } from '@rollcall/demo-fleet';
import { runSpec } from '@rollcall/protocol/schemas';
import { startLocalEngine } from '../packages/server/src/dispatch/local-engine.ts';
import { openSqliteStore } from '../packages/server/src/store/sqlite-store.ts';
import { addresses, fleetKnownHosts, writeKey } from './lib/fleet.ts';
import { median } from './lib/measure.ts';
import { commandLine, processTree, rssMiB } from './lib/process-tree.ts';
import { writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const HOSTS = Number(process.env['HOSTS'] ?? 1_000);
const FANOUT = 100;
/** Runs over kept connections that follow each cold one. */
const WARM_RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const fleet = await startFleetProcess();
const store = await openSqliteStore({ folder });
const { hosts, range } = addresses(1, HOSTS);
const [knownHostsFile, keyFile] = [join(folder, 'known_hosts'), join(folder, 'key')];
writeFileSync(knownHostsFile, fleetKnownHosts(fleet.port, fleet.hostKey));
writeKey(keyFile);

const startEngine = () =>
  startLocalEngine({
    folder,
    routes: new Map(),
    identities: [keyFile],
    knownHosts: [knownHostsFile],
    agentSocket: null,
    keepConnectionsMs: 60_000,
    engineModule: fileURLToPath(new URL('../packages/server/src/engine-main.ts', import.meta.url)),
    onLog: (level, text) => process.stderr.write(`${level}: ${text}\n`),
  });
type Engine = Awaited<ReturnType<typeof startEngine>>;

/** Hosts per second of one run, all of which have answered. */
async function runAll(engine: Engine): Promise<number> {
  const id = randomUUID();
  const spec = runSpec.parse({
    targets: range,
    port: fleet.port,
    command: 'uptime',
    login: { method: 'key', user: 'ops', identity: 'key' },
    hostKeys: 'strict',
    fanout: FANOUT,
  });
  const targets = hosts.map((host) => ({ host }));
  await store.createRun({ id, spec, targets, createdAtMs: Date.now(), createdBy: 'bench', origin: 'api' });
  await engine.dispatch(id, {});
  for (;;) {
    const run = (await store.getRun(id))!;
    if (run.phase === 'finished') {
      if (run.counts.success !== HOSTS)
        throw new Error(`not all hosts answered: ${JSON.stringify(run.counts)}`);
      return HOSTS / (run.durationMs! / 1_000);
    }
    await delay(20);
  }
}

const engineMemory = (): number => {
  const pid = processTree(process.pid).find((each) => commandLine(each).includes('engine-main'));
  return pid === undefined ? 0 : rssMiB(pid);
};

const [cold, warm, memory]: [number[], number[], number[]] = [[], [], []];
try {
  for (let round = 0; round <= ROUNDS; round += 1) {
    const engine = await startEngine();
    const first = await runAll(engine);
    const again: number[] = [];
    for (let time = 0; time < WARM_RUNS; time += 1) again.push(await runAll(engine));
    const keptMiB = engineMemory();
    await engine.close(0);
    process.stderr.write(
      `  ${round === 0 ? 'warm-up' : `round ${round}`}  cold ${first.toFixed(0)}/s, kept ${again.map((each) => each.toFixed(0)).join(', ')}/s\n`,
    );
    if (round === 0) continue;
    cold.push(first);
    warm.push(...again);
    memory.push(keptMiB);
  }
  const ledger = await fleet.ledger(hosts[0]);
  const logins = `${ledger[0]!.connections} logins for ${ledger[0]!.execs.length} commands on each host`;
  const body = [
    `${HOSTS} hosts of the demo fleet (another process), fan-out ${FANOUT}, through the server's engine process with its store.`,
    `A cold run dials and logs in, ${WARM_RUNS} runs follow it over the kept connections: ${logins}.`,
    '',
    '| | hosts a second (median) | range |',
    '|---|---|---|',
    ...[['cold', cold] as const, ['over kept connections', warm] as const].map(
      ([name, of]) =>
        `| ${name} | ${median(of).toFixed(0)} | ${Math.min(...of).toFixed(0)}–${Math.max(...of).toFixed(0)} |`,
    ),
    '',
    `${(median(warm) / median(cold)).toFixed(1)} times as many. Memory of the engine with ${HOSTS} connections kept: ${median(memory).toFixed(0)} MiB.`,
  ].join('\n');
  writeReport('warm-hosts', 'A second run over kept connections', body);
} finally {
  await fleet.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
