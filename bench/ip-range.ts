// ip-range beside the packages of npm and ClusterShell: reading, counting, iterating, folding, algebra.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { median } from './lib/measure.ts';
import { tasks, type Task } from './lib/ip-range-tasks.ts';
import { versionOf, writeReport } from './lib/report.ts';

process.env['MAX_RANGE'] = '100000'; // get-ip-range refuses a /16 otherwise
const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const PEERS = ['cidr-tools', 'ip-cidr', 'get-ip-range', 'netmask', 'ip-address'];
/** A round repeats short work for this long, and divides. */
const ROUND_MS = 5;

/** Keeps what was made, so that no engine leaves the work out. */
const kept: { last: unknown } = { last: undefined };

/** Milliseconds of one call. */
function time(run: () => unknown): number {
  const start = performance.now();
  let calls = 0;
  do {
    kept.last = run();
    calls += 1;
  } while (performance.now() - start < ROUND_MS);
  return (performance.now() - start) / calls;
}

function milliseconds(values: readonly number[]): string {
  const value = median(values);
  return `${value < 0.1 ? value.toFixed(4) : value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

/** One row: contenders in turn, after a round that is not counted and checks the answers. */
function row(task: Task, nodeset: Record<string, number[]> | undefined): string {
  const wrong = new Set<string>();
  for (const [name, run] of Object.entries(task.by)) {
    const given = run();
    if (task.answer !== undefined && given !== task.answer) wrong.add(name);
  }
  if (wrong.has('ip-range')) throw new Error(`ip-range gives a wrong answer: ${task.what}`);
  const all: [string, string, () => unknown][] = [
    ...Object.entries(task.by).map(([name, run]): [string, string, () => unknown] => [
      name,
      wrong.has(name) ? ' (wrong)' : '',
      run,
    ]),
    ...Object.entries(task.otherwise ?? {}).map(([name, { note, run }]): [string, string, () => unknown] => [
      name,
      ` (${note})`,
      run,
    ]),
  ];
  const times = new Map<string, number[]>(all.map(([name]) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [name, , run] of all) {
      const ms = time(run);
      if (round > 0) times.get(name)!.push(ms);
    }
  const cell = (name: string): string => {
    const found = all.find(([other]) => other === name);
    return found === undefined ? '–' : `${milliseconds(times.get(name)!)}${found[1]}`;
  };
  const python =
    nodeset === undefined || task.nodeset === undefined
      ? '–'
      : `${milliseconds(nodeset[task.nodeset.task]!)} (${task.nodeset.note})`;
  process.stderr.write(`  ${task.what}: ${cell('ip-range')}\n`);
  return `| ${task.what} | ${task.bar} | **${cell('ip-range')}** | ${PEERS.map(cell).join(' | ')} | ${python} |`;
}

/** A whole /8, host by host, in a process of its own. */
function slashEight(name: string): string {
  const program = `${import.meta.dirname}/lib/slash-eight.ts`;
  const text = execFileSync(process.execPath, [program, name], { timeout: 120_000 }).toString();
  const { rate, grownMiB } = JSON.parse(text) as { rate: number; grownMiB: number };
  return `| ${name} | ${rate.toFixed(1)} | ${grownMiB.toFixed(1)} |`;
}

function clusterShell(): Record<string, number[]> | undefined {
  if (versionOf('nodeset', '--version') === 'not installed') return undefined;
  const program = `${import.meta.dirname}/lib/nodeset_times.py`;
  const text = execFileSync('/usr/bin/python3', [program, '3'], { maxBuffer: 2 ** 24, timeout: 120_000 });
  return JSON.parse(text.toString()) as Record<string, number[]>;
}

function versionInstalled(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const load = loadavg()[0]!.toFixed(1);
const eights = [slashEight('ip-range'), slashEight('cidr-tools')];
const nodeset = clusterShell();
const rows = tasks.map((task) => row(task, nodeset));
const body = [
  `Medians of ${ROUNDS} rounds in turn (ClusterShell: 3, in one Python process) after one that is not counted; “–”: the package has no such thing. “wrong”: the answer differs from the exact one. Load of the machine before the start: ${load}.`,
  '',
  `| | bar | ip-range | ${PEERS.join(' | ')} | ClusterShell |`,
  `|---|---|---|${'---|'.repeat(PEERS.length + 1)}`,
  ...rows,
  '',
  'A /8 as strings, each in a process of its own, after a /10 that is not counted; medians of 3. Bar: 10 million a second, 20 MiB.',
  '',
  '| | million hosts a second | memory grown, MiB |',
  '|---|---|---|',
  ...eights,
].join('\n');
writeReport('ip-range', 'ip-range and its peers', body, {
  ...Object.fromEntries(PEERS.map((name) => [name, versionInstalled(name)])),
  ClusterShell: versionOf('nodeset', '--version'),
});
