import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { versionOf } from '../../bench/lib/report.ts';
import type { Options } from './options.ts';
import type { Result } from './row.ts';

/** Problems that are printed of one row. */
const MOST_PROBLEMS = 8;

/** One line, and the problems of a row that failed. */
export function printResult({
  id,
  verdict,
  sentence,
  measured,
  pass,
  common,
  problems,
  seconds,
}: Result): void {
  const figures =
    verdict === 'SKIP' ? measured : `${measured} (wanted: ${pass}); ${common}; ${seconds.toFixed(0)} s`;
  process.stdout.write(`${id.padEnd(12)} ${verdict}  ${sentence}: ${figures}\n`);
  for (const problem of problems.slice(0, MOST_PROBLEMS)) process.stdout.write(`    ${problem}\n`);
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) process.stdout.write(`    … and ${more} more\n`);
}

/** How many lines passed, failed and were left out, and how to have the same again. */
export function printSum(results: readonly Result[], { seed, repeat }: Options): void {
  process.stdout.write(`\n${sum(results)}; seed ${seed}, ${repeat} of each fault\n`);
}

function sum(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return `${count('PASS')} passed, ${count('FAIL')} failed, ${count('SKIP')} cannot be run here`;
}

/** Writes faults/results/faults.md: the lines so far with date, machine and versions. @param all number of rows of a whole pass */
export function writeResults(results: readonly Result[], { seed, repeat, long }: Options, all: number): void {
  const minutes = results.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const isWhole = results.length === all ? '' : `, broken off after ${results.length} of ${all} rows`;
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = [
    '# Faults',
    '',
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, shared with other programs. ${sum(results)}; seed ${seed}, ${repeat} of each fault${long ? ', long rows too' : ''}; ${minutes.toFixed(0)} minutes${isWhole}.`,
    '',
    '| | | What | Measured | Wanted | Common figures |',
    '|---|---|---|---|---|---|',
    ...results.map(
      ({ id, verdict, sentence, measured, pass, common }) =>
        `| ${[id, verdict, sentence, measured, pass, common].map(cell).join(' | ')} |`,
    ),
    '',
    `- Node: ${process.version}`,
    `- Linux: ${release()}`,
    `- OpenSSH: ${versionOf('ssh', '-V')}`,
    '',
  ];
  const folder = join(import.meta.dirname, '../results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'faults.md'), lines.join('\n'));
}
