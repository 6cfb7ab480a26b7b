// 1,000 light hosts through the server's engine: cold, then over the connections that it has kept; everything stored durably.
// Beside it the shortest loop on ssh2, which keeps its connections as well.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
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
import { bareLoop, type Task } from './lib/peers.ts';
import { commandLine, processTree, rssMiB, threadsCpuMs } from './lib/process-tree.ts';
import { writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const HOSTS = Number(process.env['HOSTS'] ?? 1_000);
/** Runs over kept connections that follow each cold one. */
const WARM_RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const fleet = await startFleetProcess();
const store = await openSqliteStore({ folder });
const { hosts, range } = addresses(1, HOSTS);
const task: Task = {
  folder,
  hosts,
  port: fleet.port,
  user: 'ops',
  keyFile: join(folder, 'key'),
  knownHostsFile: join(folder, 'known_hosts'),
  fanout: 100,
  command: 'uptime',
};
writeFileSync(task.knownHostsFile, fleetKnownHosts(fleet.port, fleet.hostKey));
writeKey(task.keyFile);

/** A program that runs the command on all hosts, again and again, in one process. */
interface Runner {
  pid: number;
  /** How long one run took, in ms; all hosts have answered. */
  run(): Promise<number>;
  close(): Promise<unknown>;
}

async function startEngine(): Promise<Runner> {
  const engine = await startLocalEngine({
    folder,
    routes: new Map(),
    identities: [task.keyFile],
    knownHosts: [task.knownHostsFile],
    agentSocket: null,
    keepConnectionsMs: 60_000,
    engineModule: fileURLToPath(new URL('../packages/server/src/engine-main.ts', import.meta.url)),
    onLog: (level, text) => process.stderr.write(`${level}: ${text}\n`),
  });
  return {
    pid: processTree(process.pid).find((each) => commandLine(each).includes('engine-main'))!,
    close: () => engine.close(0),
    async run() {
      const id = randomUUID();
      const spec = runSpec.parse({
        targets: range,
        port: task.port,
        command: task.command,
        login: { method: 'key', user: task.user, identity: 'key' },
        hostKeys: 'strict',
        fanout: task.fanout,
      });
      const targets = hosts.map((host) => ({ host }));
      await store.createRun({
        id,
        spec,
        targets,
        createdAtMs: Date.now(),
        createdBy: 'bench',
        origin: 'api',
      });
      await engine.dispatch(id, {});
      for (;;) {
        const { phase, counts, durationMs } = (await store.getRun(id))!;
        if (phase === 'finished' && counts.success === HOSTS) return durationMs!;
        if (phase === 'finished') throw new Error(`not all hosts answered: ${JSON.stringify(counts)}`);
        await delay(20);
      }
    },
  };
}

async function startBareLoop(): Promise<Runner> {
  const loop = fork(join(import.meta.dirname, 'lib/bare-ssh2-warm.ts'), bareLoop(task).args.slice(1));
  return {
    pid: loop.pid!,
    run: () =>
      new Promise((resolve, reject) => {
        loop.once('message', (ms) => resolve(Number(ms)));
        loop.once('exit', (status) => reject(new Error(`the bare loop has ended with status ${status}`)));
        loop.send('run');
      }),
    close() {
      loop.disconnect();
      return once(loop, 'exit');
    },
  };
}

/** One run: hosts in a second, and the CPU that one of them took, in µs. */
interface Sample {
  rate: number;
  mainUs: number;
  othersUs: number;
  fleetUs: number;
}
type Name = `${string}, ${'cold' | 'kept'}`;
const samples: Record<Name, Sample[]> = {};
const memory: number[] = [];

async function sample(runner: Runner): Promise<Sample> {
  const cpu = () => ({ own: threadsCpuMs(runner.pid), fleet: threadsCpuMs(fleet.pid) });
  const before = cpu();
  const ms = await runner.run();
  const after = cpu();
  const usPerHost = (from: number, to: number) => ((to - from) * 1_000) / HOSTS;
  return {
    rate: (HOSTS / ms) * 1_000,
    mainUs: usPerHost(before.own.main, after.own.main),
    othersUs: usPerHost(before.own.others, after.own.others),
    fleetUs: usPerHost(before.fleet.main + before.fleet.others, after.fleet.main + after.fleet.others),
  };
}

/** A cold run in a new process, and runs over the connections that it has kept. */
async function round(name: string, start: () => Promise<Runner>): Promise<{ keptMiB: number }> {
  const runner = await start();
  const cold = await sample(runner);
  const kept: Sample[] = [];
  for (let time = 0; time < WARM_RUNS; time += 1) kept.push(await sample(runner));
  const keptMiB = rssMiB(runner.pid);
  await runner.close();
  (samples[`${name}, cold`] ??= []).push(cold);
  (samples[`${name}, kept`] ??= []).push(...kept);
  const rates = kept.map(({ rate }) => rate.toFixed(0)).join(', ');
  process.stderr.write(`  ${name}: cold ${cold.rate.toFixed(0)}/s, kept ${rates}/s\n`);
  return { keptMiB };
}

const of = (name: Name, key: keyof Sample): number => median(samples[name]!.map((each) => each[key]));

function row(name: Name): string {
  const rates = samples[name]!.map(({ rate }) => rate);
  const range = `${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}`;
  const cpu = (['mainUs', 'othersUs', 'fleetUs'] as const).map((key) => of(name, key).toFixed(0));
  return `| ${[name, of(name, 'rate').toFixed(0), range, ...cpu].join(' | ')} |`;
}

const times = (name: string): string =>
  (of(`${name}, kept`, 'rate') / of(`${name}, cold`, 'rate')).toFixed(1);

const [ENGINE, BARE] = ['rollcall', 'bare ssh2 loop'];
try {
  for (let at = 0; at <= ROUNDS; at += 1) {
    process.stderr.write(at === 0 ? '  warm-up\n' : `  round ${at}\n`);
    const { keptMiB } = await round(ENGINE, startEngine);
    await round(BARE, startBareLoop);
    if (at > 0) memory.push(keptMiB);
    else for (const name of Object.keys(samples)) delete samples[name as Name];
  }
  const body = [
    `${HOSTS} hosts of the demo fleet (another process), fan-out ${task.fanout}. \`rollcall\` is the server's engine process: it trusts each key anew and stores every fact durably; the bare loop does neither.`,
    `A cold run dials and logs in, from a process that has just begun; ${WARM_RUNS} runs follow it over the kept connections.`,
    '',
    '| | hosts a second (median) | range | CPU of a host, µs: main thread | other threads | the fleet |',
    '|---|---|---|---|---|---|',
    ...(Object.keys(samples) as Name[]).map(row),
    '',
    `Kept connections: ${times(ENGINE)} times as many hosts a second as cold, in the bare loop ${times(BARE)} times. Memory of the engine with ${HOSTS} connections kept: ${median(memory).toFixed(0)} MiB.`,
  ].join('\n');
  writeReport('warm-hosts', 'A second run over kept connections', body);
} finally {
  await fleet.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
