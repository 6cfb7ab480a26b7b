import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { versionOf } from '../../bench/lib/report.ts';
import type { Options } from './options.ts';
import { sum } from './print.ts';
import type { Result } from './row.ts';

const folder = join(import.meta.dirname, '../results');

/** The last result of a row that was written, and how it came about. */
export interface Written extends Result {
  /** When it ended, in UTC: `2026-11-21 17:05`. */
  readonly at: string;
  readonly seed: number;
  readonly repeat: number;
  readonly node: string;
}

/**
 * Puts results in the place of older ones of the same rows.
 * @param order ids of all rows, in the order in which they are listed; results of others are dropped
 */
export function merged(
  older: readonly Written[],
  newer: readonly Written[],
  order: readonly string[],
): Written[] {
  const byId = new Map([...older, ...newer].map((result) => [result.id, result]));
  return order.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Writes a result to faults/results/faults.json, where each row keeps its last one, and lists them in faults/results/faults.md.
 * @param order ids of all rows
 */
export function writeResult(result: Result, { seed, repeat }: Options, order: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'faults.json');
  const older = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Written[]) : [];
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const written = { ...result, at, seed, repeat, node: process.version };
  const all = merged(older, [written], order);
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(join(folder, 'faults.md'), page(all, order));
}

function page(results: readonly Written[], order: readonly string[]): string {
  const minutes = results.reduce((total, { seconds }) => total + seconds, 0) / 60;
  const missing = order.filter((id) => !results.some((result) => result.id === id));
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    '# Faults',
    '',
    `${sum(results)}; ${minutes.toFixed(0)} minutes in all. Each row has the result of when it was last tried and written.`,
    ...(missing.length === 0 ? [] : ['', `Not tried: ${missing.join(', ')}.`]),
    '',
    '| | | What | Measured | Wanted | Common figures | Times each, seed, UTC |',
    '|---|---|---|---|---|---|---|',
    ...results.map(
      ({ id, verdict, sentence, measured, pass, common, repeat, seed, at }) =>
        `| ${[id, verdict, sentence, measured, pass, common, `${repeat}, ${seed}, ${at}`].map(cell).join(' | ')} |`,
    ),
    '',
    `- Machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, shared with other programs`,
    `- Node: ${[...new Set(results.map(({ node }) => node))].join(', ')}`,
    `- Linux: ${release()}`,
    `- OpenSSH: ${versionOf('ssh', '-V')}`,
    '',
  ].join('\n');
}
