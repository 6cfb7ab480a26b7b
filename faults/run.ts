// pnpm faults [--seed N] [--only F-07,F-12] [--repeat 20] [--long] [--json] [--write]
// Every fault of a host, one line each: what it does, what was measured, and whether that is the figure to be met.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, startFleetProcess } from '@rollcall/demo-fleet';
import { openSqliteStore } from '../packages/server/src/store/sqlite-store.ts';
import { readOptions } from './lib/options.ts';
import { printResult, printSum } from './lib/print.ts';
import { writeResult } from './lib/results.ts';
import type { Result, Row } from './lib/row.ts';
import { isHere, runOnce, runRow, type World } from './lib/run-row.ts';
import { ROWS } from './rows/all.ts';

/** Code, caches and the heap have their size before the first figure is taken. */
const WARM_UP: Row = {
  id: 'warm-up',
  sentence: '2,000 healthy hosts, and 40 that send 1 to 40 MiB',
  pass: 'none',
  async run(rig) {
    const expected = { type: 'host-exited' };
    const address = addressOf('name');
    const hosts = Array.from({ length: 2_000 }, (_, at) => ({ host: `warm-${at}`, address, expected }));
    const loud = rig.hosts('bytes', 0, expected, 40);
    return `${(await rig.run([...hosts, ...loud], { withoutOutput: true, alone: true })).length}`;
  },
};

const warmUp =
  (grow: NonNullable<Row['apart']>): Row['run'] =>
  async (rig) => {
    await grow(rig);
    return '';
  };

const options = readOptions(process.argv.slice(2));
const { seed, only, long } = options;
const ids = ROWS.map(({ id }) => id);
const unknown = only.filter((id) => !ids.includes(id));
if (unknown.length > 0) {
  process.stderr.write(`No row ${unknown.join(', ')}. There are: ${ids.join(', ')}.\n`);
  process.exit(2);
}
const rows = ROWS.filter((row) => (only.length > 0 ? only.includes(row.id) : long || row.long === undefined));

const folder = mkdtempSync(join(tmpdir(), 'rollcall-faults-'));
const trouble: string[] = [];
const note = (bug: unknown): void => void trouble.push(String(bug instanceof Error ? bug.stack : bug));
process.on('uncaughtException', note).on('unhandledRejection', note);
const store = await openSqliteStore({ folder });
const world: World = { fleet: await startFleetProcess(), store, trouble, onBug: note };
const results: Result[] = [];
process.stderr.write(`seed ${seed}, ${options.repeat} of each fault\n`);
try {
  const here = rows.find((row) => isHere(row));
  if (here !== undefined)
    await runOnce(here.apart ? { ...here, run: warmUp(here.apart) } : WARM_UP, world, options);
  for (const row of rows) {
    const result = await runRow(row, world, options);
    results.push(result);
    if (!options.json) printResult(result);
    // After each row: what was measured is kept also when the rest is broken off.
    if (options.write) writeResult(result, options, ids);
  }
} finally {
  await world.fleet.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
if (options.json) process.stdout.write(`${JSON.stringify({ ...options, results }, null, 2)}\n`);
else printSum(results, options);
process.exit(results.some(({ verdict }) => verdict === 'FAIL') ? 1 : 0);
