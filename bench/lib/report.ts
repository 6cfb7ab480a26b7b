import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { median, medianRatio, type Figures } from './measure.ts';

const results = join(import.meta.dirname, '../results');

/** The first line a tool prints about its version, or that it is not there. */
export function versionOf(command: string, ...args: string[]): string {
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return 'not installed';
  return (stdout.trim() || stderr.trim()).split('\n')[0] ?? '';
}

/** A table of medians, with ratios against `base`, in Markdown. */
export function table(all: Map<string, Figures[]>, base: string): string {
  const of = (name: string, key: keyof Figures): number[] => all.get(name)!.map((figures) => figures[key]);
  const rows = [...all.keys()].map((name) => {
    const wall = of(name, 'wallS');
    const spread = `${Math.min(...wall).toFixed(2)}–${Math.max(...wall).toFixed(2)}`;
    const ratio = (key: keyof Figures): string => medianRatio(of(name, key), of(base, key)).toFixed(2);
    const [rss, cpu] = [median(of(name, 'maxRssMiB')), median(of(name, 'cpuS'))];
    return `| ${name} | ${median(wall).toFixed(2)} | ${spread} | ${ratio('wallS')} | ${cpu.toFixed(2)} | ${ratio('cpuS')} | ${rss.toFixed(0)} |`;
  });
  return [
    `| | wall s (median) | wall s (range) | × ${base} | CPU s | × ${base} | RSS MiB |`,
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Writes `bench/results/<name>.md` with date, machine and versions, and prints it. */
export function writeReport(
  name: string,
  title: string,
  body: string,
  versions: Record<string, string> = {},
): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  const facts = { Node: process.version, OpenSSL: process.versions.openssl, ...versions };
  const text = [
    `# ${title}`,
    '',
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine}; the machine is shared, so read medians and ratios.`,
    '',
    body,
    '',
    Object.entries(facts)
      .map(([tool, version]) => `- ${tool}: ${version}`)
      .join('\n'),
    '',
  ].join('\n');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.md`), text);
  process.stdout.write(`\n${text}\n`);
}
