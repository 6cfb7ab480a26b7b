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

/** How many passed, failed, and were left out. */
export function sum(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return `${count('PASS')} passed, ${count('FAIL')} failed, ${count('SKIP')} cannot be run here`;
}
