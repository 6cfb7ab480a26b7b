import { setTimeout as delay } from 'node:timers/promises';
import type { FleetProcess } from '@rollcall/demo-fleet';
import type { SqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import { median } from '../../bench/lib/measure.ts';
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

/** The healthy hosts of a run may take this much longer than without the faults. */
const MOST_SLOWED = 1.2;

/**
 * Other programs of the machine can be what slowed the hosts, and the allocator what kept memory: then a row has another chance,
 * twice. What leaks, leaks again.
 */
const CHANCES = 3;

/** Carries out one row; see {@link runOnce}. */
export async function runRow(...args: Parameters<typeof runOnce>): Promise<Result> {
  let result = await runOnce(...args);
  for (let chance = 1; chance < CHANCES && isOnlyOfMachine(result); chance += 1)
    result = await runOnce(...args);
  return result;
}

const isOnlyOfMachine = ({ problems }: Result): boolean =>
  problems.length > 0 && problems.every((problem) => /^(the healthy hosts took|RSS \d+ MiB)/.test(problem));

/** Carries out one row and holds it against its own figure and the common ones. */
export async function runOnce(
  row: Row,
  world: World,
  asked: { seed: number; repeat: number; long: boolean },
): Promise<Result> {
  const { id, sentence, pass } = row;
  const startedAtMs = performance.now();
  const known = { id, sentence, pass, common: '', problems: [] };
  const seconds = (): number => (performance.now() - startedAtMs) / 1_000;
  const reason = row.cannotRun?.();
  if (reason !== undefined) return { ...known, verdict: 'SKIP', measured: reason, seconds: 0 };
  await world.fleet.reset();
  world.trouble.length = 0;
  const rig = createRig(world, asked);
  const before = [...(await rig.baseline())];
  const start = await settled();
  const measured = await measure(row, rig);
  const { after, problems } = await comeBack(start);
  const slowed = median(rig.healthyMs) / median([...before, ...(await rig.baseline())]);
  rig.check(!(slowed > MOST_SLOWED), `the healthy hosts took ${slowed.toFixed(2)} times as long`);
  for (const trouble of world.trouble) rig.check(false, `an error that nobody caught: ${trouble}`);
  const common = [
    `descriptors ${start.descriptors} → ${after.descriptors}`,
    `RSS ${start.rssMiB.toFixed(0)} → ${after.rssMiB.toFixed(0)} MiB`,
    ...(rig.healthyMs.length > 0 ? [`healthy hosts × ${slowed.toFixed(2)}`] : []),
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
  const ms = row.long ? 30 * 60_000 : 5 * 60_000;
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
