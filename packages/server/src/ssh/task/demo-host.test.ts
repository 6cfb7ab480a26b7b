import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoFleet } from '@rollcall/demo-fleet';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import { memoryLedger, runHost } from '../../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from '../index.ts';

test('a host of the demo takes scripts, folders and variables as real ones do', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'rollcall-demo-'));
  const fleet = await startDemoFleet({ stateDir });
  onTestFinished(async () => {
    await fleet.close();
    await rm(stateDir, { recursive: true });
  });
  const known = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  const run = createRunOnHost({ ...known, routes: fleet.routes });
  const given = { workingFolder: '/tmp', env: { A: `it's\nhere` } };
  const command = 'pwd; echo "$A"; exit 4';
  for (const more of [{}, { script: { interpreter: 'sh' } }]) {
    const story = await runHost(run, { host: '192.0.2.1', port: 22, command, ...given, ...more });
    expect(story.stdout.toString()).toBe(`/tmp\nit's\nhere\n`);
    expect(story.outcome).toMatchObject({ status: 4, process: { mode: 'plain', reason: 'no-group' } });
  }
  const nowhere = await runHost(run, { host: '192.0.2.1', port: 22, command, workingFolder: '/no/such' });
  expect(nowhere.outcome).toMatchObject({ type: 'host-failed', reason: 'exec/working-folder' });
});
