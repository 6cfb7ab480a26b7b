// 200 hosts of a real sshd, `uname -n`, twice: what a second run costs when the connections of the first are still open.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer, type Server } from '../e2e/support/program.ts';
import { addresses } from './lib/fleet.ts';
import { measure, median, medianRatio } from './lib/measure.ts';
import { peers } from './lib/peers.ts';
import { commandLine, cpuSeconds, processTree, pssMiB } from './lib/process-tree.ts';
import { startRealSshd } from './lib/real-sshd.ts';
import { versionOf, writeReport } from './lib/report.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const HOSTS = 200;

/** A first run and a second one. */
interface Pair {
  firstS: number;
  secondS: number;
  /** User and system time of the second run, of all processes of the tool; absent where it is not known. */
  secondCpuS?: number;
  /** What stays between the runs, in MiB; absent where it is not known. */
  keptMiB?: number;
}

const { hosts, range } = addresses(1, HOSTS);
const { task, stop } = await startRealSshd({ hosts, fanout: 32, command: 'uname -n' });
const { folder } = task;
writeFileSync(join(folder, 'hosts'), `${hosts.join('\n')}\n`);

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** From the request to the last outcome, everything read as it comes. */
async function runOn(server: Server): Promise<number> {
  const spec = {
    targets: range,
    port: task.port,
    command: task.command,
    login: { method: 'key', user: task.user, identity: 'login-key' },
    hostKeys: 'strict',
    fanout: task.fanout,
  };
  const id = randomUUID();
  const began = performance.now();
  const put = await server.api(`/api/runs/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ spec }),
  });
  if (!put.ok) throw new Error(await put.text());
  const log = await (await server.api(`/api/runs/${id}/events?follow=true`)).text();
  const seconds = (performance.now() - began) / 1_000;
  const answers = log.split('\n').filter((line) => /"host-exited".*"status":0/.test(line)).length;
  if (answers !== HOSTS) throw new Error(`${answers} of ${HOSTS} hosts answered:\n${log.slice(-2_000)}`);
  return seconds;
}

async function rollcallServe(): Promise<Pair> {
  const args = ['--identity', task.keyFile, '--known-hosts', task.knownHostsFile, '--ssh-config', 'none'];
  const server = await startServer({ args });
  try {
    const processes = processTree(server.child.pid!);
    const firstS = await runOn(server);
    const keptMiB = sum(processes.map(pssMiB));
    const before = sum(processes.map(cpuSeconds));
    const secondS = await runOn(server);
    return { firstS, secondS, secondCpuS: sum(processes.map(cpuSeconds)) - before, keptMiB };
  } finally {
    await server.stop();
  }
}

/** The processes in which ssh keeps connections open, by the sockets in their names. */
function masters(sharedIn: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(
      (pid) => pid > 0 && commandLine(pid).includes(`${sharedIn}/`) && commandLine(pid).endsWith('[mux]'),
    );
}

let sockets = 0;
async function withControlPersist(name: string): Promise<Pair> {
  const sharedIn = join(folder, String((sockets += 1)));
  mkdirSync(sharedIn);
  const tool = peers({ ...task, sharedIn }).contenders.find((each) => each.name === name)!;
  try {
    const first = await measure(tool);
    const kept = masters(sharedIn);
    if (kept.length !== HOSTS) throw new Error(`${name}: ${kept.length} connections are open, not ${HOSTS}`);
    const [keptMiB, before] = [sum(kept.map(pssMiB)), sum(kept.map(cpuSeconds))];
    const second = await measure(tool);
    const secondCpuS = second.cpuS + sum(kept.map(cpuSeconds)) - before;
    return { firstS: first.wallS, secondS: second.wallS, secondCpuS, keptMiB };
  } finally {
    for (const pid of masters(sharedIn)) process.kill(pid);
  }
}

async function asyncssh(): Promise<Pair> {
  const { port, user, keyFile, fanout, command } = task;
  const script = join(import.meta.dirname, 'lib/asyncssh_again.py');
  const args = [script, join(folder, 'hosts'), port, user, keyFile, fanout, command].map(String);
  const { stdout } = await promisify(execFile)('/usr/bin/python3', args);
  const [firstS, secondS] = stdout.trim().split('\n').map(Number) as [number, number];
  return { firstS, secondS };
}

const { contenders: present, versions } = peers(task);
const has = (name: string): boolean => present.some((each) => each.name === name);
const PRODUCT = 'rollcall serve';
const ways: Record<string, () => Promise<Pair>> = {
  [PRODUCT]: rollcallServe,
  ...(has('Ansible raw') && { 'Ansible raw, ControlPersist': () => withControlPersist('Ansible raw') }),
  ...(has('pssh') && { 'pssh, ControlPersist': () => withControlPersist('pssh') }),
  ...(has('asyncssh') && { 'asyncssh, one process for both': asyncssh }),
};

function row(name: string, pairs: Pair[], product: Pair[]): string {
  const wall = (key: 'firstS' | 'secondS'): string => {
    const all = pairs.map((pair) => pair[key]);
    return `${median(all).toFixed(2)} | ${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)}`;
  };
  const known = (key: 'secondCpuS' | 'keptMiB', digits: number): string => {
    const all = pairs.flatMap((pair) => pair[key] ?? []);
    return all.length === 0 ? '' : median(all).toFixed(digits);
  };
  const ratio = medianRatio(
    pairs.map(({ secondS }) => secondS),
    product.map(({ secondS }) => secondS),
  );
  return `| ${name} | ${wall('firstS')} | ${wall('secondS')} | ${ratio.toFixed(2)} | ${known('secondCpuS', 2)} | ${known('keptMiB', 0)} |`;
}

try {
  const results = new Map(Object.keys(ways).map((name) => [name, [] as Pair[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const pair = await way();
      if (round > 0) results.get(name)!.push(pair);
      process.stderr.write(
        `  ${round === 0 ? 'warm-up' : `round ${round}`}  ${name}: ${pair.firstS.toFixed(2)} s, then ${pair.secondS.toFixed(2)} s\n`,
      );
    }
  }
  const body = [
    `A real OpenSSH sshd on ${HOSTS} addresses of 127.0.0.0/8, \`${task.command}\`, fan-out ${task.fanout}, curve25519-sha256 and aes128-gcm for all; ${ROUNDS} rounds in turn after an uncounted one.`,
    'Rollcall is a server that waits: its time runs from the request to the last outcome, all events read. Ansible (pipelining on) and pssh start anew for each run',
    'and leave one ssh for each host behind (`ControlMaster=auto`, `ControlPersist=60s`). The loop on asyncssh stores nothing and checks no host key.',
    '',
    `| | first run s (median) | range | second run s (median) | range | second × ${PRODUCT} | CPU s of the second | kept between them, MiB (PSS) |`,
    '|---|---|---|---|---|---|---|---|',
    ...[...results].map(([name, pairs]) => row(name, pairs, results.get(PRODUCT)!)),
  ].join('\n');
  writeReport('second-run', 'A second run on 200 real sshd hosts', body, {
    OpenSSH: versionOf('ssh', '-V'),
    ...Object.fromEntries(Object.entries(versions).filter(([tool]) => /asyncssh|pssh|Ansible/.test(tool))),
  });
} finally {
  await stop();
}
