import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, SOON } from './client.suite.ts';
import { startDemoFleetProcess, startFleetProcess, type FleetProcess } from './fleet-process.ts';
import type { HostLedger } from './ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-fleet-'));
const ledgerFile = join(folder, 'ledger.json');
let fleet: FleetProcess;
beforeAll(async () => {
  fleet = await startFleetProcess({ ledgerFile, user: 'ops' });
});
afterAll(async () => {
  await fleet.close();
  rmSync(folder, { recursive: true });
});

const written = (): HostLedger[] => JSON.parse(readFileSync(ledgerFile, 'utf8')) as HostLedger[];

test('answers in another process and tells its ledger', async () => {
  expect(fleet.pid).not.toBe(process.pid);
  await ask('127.1.0.5', fleet.port, 'uptime', { ROLLCALL_ATTEMPT: 'x1' });
  const [[one], all, none] = await Promise.all([
    fleet.ledger('127.1.0.5'),
    fleet.ledger(),
    fleet.ledger('127.1.0.6'),
  ]);
  expect(one?.execs).toMatchObject([{ attempt: 'x1', command: 'uptime' }]);
  expect(all).toHaveLength(1);
  expect(none).toEqual([]);
});

test('keeps the ledger in a file that is always whole', async () => {
  await ask('127.1.0.7', fleet.port);
  await expect
    .poll(() => written().find(({ address }) => address === '127.1.0.7'), SOON)
    .toMatchObject({ bytesSent: 11, stage: 'closed' });
});

test('forgets on request', async () => {
  await ask('127.1.0.8', fleet.port);
  await fleet.reset();
  expect(await fleet.ledger()).toEqual([]);
});

test('admits whom it was told to admit', async () => {
  const strict = await startFleetProcess({ user: 'somebody-else' });
  await expect(ask('127.1.0.9', strict.port)).rejects.toThrow('authentication methods failed');
  await strict.close();
});

test('a taken port ends it with a reason instead of an address', async () => {
  await expect(startFleetProcess({ port: fleet.port })).rejects.toThrow('ended with status 1');
});

test('the demo hosts run there, too, with keys that stay', async () => {
  const first = await startDemoFleetProcess({ stateDir: folder });
  const route = first.routes.get('192.0.2.3');
  expect((await ask(route?.host ?? '', route?.port ?? 0, 'hostname')).stdout.toString()).toBe('web-03\n');
  await first.close();
  const second = await startDemoFleetProcess({ stateDir: folder });
  expect(second.hostKeys).toEqual(first.hostKeys);
  await second.close();
});
