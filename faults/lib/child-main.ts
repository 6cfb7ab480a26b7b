// Runs the hosts of $TASK in a process that lacks something, and says on stdout how they ended.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleetProcess } from '@rollcall/demo-fleet';
import { openSqliteStore } from '../../packages/server/src/store/sqlite-store.ts';
import { carryOut } from './carry-out.ts';
import type { ChildReport, ChildTask } from './child.ts';

const { hosts, address, port, fanout = 512 } = JSON.parse(process.env['TASK']!) as ChildTask;
const trouble: string[] = [];
const onBug = (bug: unknown): void => void trouble.push(String(bug));
process.on('uncaughtException', onBug).on('unhandledRejection', onBug);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-faults-'));
const store = await openSqliteStore({ folder });
const fleet = port === undefined ? await startFleetProcess() : undefined;
const targets = hosts.map((host) => ({ host, ...(address === undefined ? {} : { address }) }));
const plan = { targets, port: port ?? fleet!.port, spec: { fanout }, onBug };
const stories = await carryOut(store, plan);
const report: ChildReport = {
  outcomes: stories.map(({ outcome, tookMs }) => ({
    type: outcome.type,
    reason: (outcome['reason'] as string | undefined) ?? '',
    detail: (outcome['detail'] as string | undefined) ?? '',
    tookMs,
  })),
  executions: fleet === undefined ? null : (await fleet.ledger()).map(({ execs }) => execs.length),
  trouble,
};
await fleet?.close();
await store.close();
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);
