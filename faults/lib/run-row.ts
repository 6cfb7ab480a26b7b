import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { FleetProcess } from '@rollcall/demo-fleet';
import type { SqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import type { Options } from './options.ts';
import { createRig, type OwnRig } from './rig.ts';
import type { Result, Row } from './row.ts';
import { comeBack, settled } from './vitals.ts';

/** What all rows share. */
export interface World {
  readonly fleet: FleetProcess;
  readonly store: SqliteStore;
  /** What nobody caught, and bugs that the engine contained, since the last row. */
  readonly trouble: string[];
  readonly onBug: (bug: unknown) => void;
}

type Asked = Pick<Options, 'seed' | 'repeat' | 'long'>;

/** The healthy hosts of a run may take this much longer than without the faults. */
const MOST_SLOWED = 1.2;

/**
 * Other programs of the machine can be what slowed the hosts, and the allocator what kept memory: then a row has another chance,
 * twice. What leaks, leaks again.
 */
const CHANCES = 3;

/** Carries out one row, where it belongs and as often as it may be tried; see {@link runOnce}. */
export async function runRow(row: Row, world: World, asked: Asked): Promise<Result> {
  if (!isHere(row)) return runApart(row, asked);
  let result = await runOnce(row, world, asked);
  for (let chance = 2; chance <= CHANCES && isOnlyOfMachine(result); chance += 1) {
    const again = await runOnce(row, world, asked);
    result = {
      ...again,
      common: `${again.common}, tried ${chance} times`,
      seconds: result.seconds + again.seconds,
    };
  }
  return result;
}

const isOnlyOfMachine = ({ problems }: Result): boolean =>
  problems.length > 0 && problems.every((problem) => /^(the healthy hosts took|RSS \d+ MiB)/.test(problem));

/** Set in a process that was started for one row. */
const APART = 'ROLLCALL_FAULTS_APART';

/** Whether a row is carried out in this process. */
export const isHere = ({ apart }: Row): boolean => apart === undefined || process.env[APART] !== undefined;

async function runApart({ id, sentence, pass }: Row, { seed, repeat, long }: Asked): Promise<Result> {
  const args = ['--json', '--only', id, '--seed', String(seed), '--repeat', String(repeat)];
  const child = spawn(
    process.execPath,
    ['--expose-gc', join(import.meta.dirname, '../run.ts'), ...args, ...(long ? ['--long'] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, [APART]: '1' } },
  );
  const said = await text(child.stdout);
  if (said !== '') return (JSON.parse(said) as { results: [Result] }).results[0];
  const problems = ['its process ended without a result'];
  return { id, sentence, pass, verdict: 'FAIL', measured: 'broke off', common: '', problems, seconds: 0 };
}

/** Carries out one row and holds it against its own figure and the common ones. */
export async function runOnce(row: Row, world: World, asked: Asked): Promise<Result> {
  const { id, sentence, pass } = row;
  const startedAtMs = performance.now();
  const known = { id, sentence, pass, common: '', problems: [] };
  const seconds = (): number => (performance.now() - startedAtMs) / 1_000;
  const reason = row.cannotRun?.();
  if (reason !== undefined) return { ...known, verdict: 'SKIP', measured: reason, seconds: 0 };
  await world.fleet.reset();
  world.trouble.length = 0;
  const rig = createRig(world, asked);
  await rig.healthy();
  const start = await settled();
  const measured = await measure(row, rig);
  const { after, problems } = await comeBack(start);
  const slowed = rig.pace.slowed();
  rig.check(!(slowed! > MOST_SLOWED), `the healthy hosts took ${slowed?.toFixed(2)} times as long`);
  for (const trouble of world.trouble) rig.check(false, `an error that nobody caught: ${trouble}`);
  const common = [
    `descriptors ${start.descriptors} → ${after.descriptors}`,
    `RSS ${start.rssMiB.toFixed(0)} → ${after.rssMiB.toFixed(0)} MiB`,
    ...(slowed === undefined ? [] : [`healthy hosts × ${slowed.toFixed(2)}`]),
    `${world.trouble.length} unhandled`,
  ].join(', ');
  const all = [...rig.problems, ...problems];
  return {
    ...known,
    measured,
    common,
    problems: all,
    verdict: all.length === 0 ? 'PASS' : 'FAIL',
    seconds: seconds(),
  };
}

async function measure(row: Row, rig: OwnRig): Promise<string> {
  try {
    return await within(row, rig);
  } catch (error) {
    rig.check(false, error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 'broke off';
  } finally {
    await rig.end();
  }
}

/** No row hangs the suite: what it waits for may be the fault itself. */
async function within(row: Row, rig: OwnRig): Promise<string> {
  const patience = new AbortController();
  const ms = row.long ? 30 * 60_000 : 10 * 60_000;
  const tooLong = delay(ms, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`it was not over after ${ms / 60_000} minutes`);
  });
  try {
    return await Promise.race([row.run(rig), tooLong]);
  } finally {
    patience.abort();
    tooLong.catch(() => undefined);
  }
}
