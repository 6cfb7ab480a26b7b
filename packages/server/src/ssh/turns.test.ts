import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { addressOf, startFleetProcess } from '@rollcall/demo-fleet';
import { expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const KIB = 1024;

test('a host that floods gets one read in each turn of the event loop, and loses nothing', async () => {
  const fleet = await startFleetProcess();
  const sockets: Socket[] = [];
  const note = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  subscribe('net.client.socket', note);
  const run = createRunOnHost({
    ledger: memoryLedger(),
    knownHosts: parseKnownHosts([]),
    clock: systemClock,
  });
  let turning = true;
  let seen = 0;
  let most = 0;
  // As if the turns were long: each finds all there that the window lets through.
  const turn = (): void => {
    const all = sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    most = Math.max(most, all - seen);
    seen = all;
    for (const until = performance.now() + 10; performance.now() < until;);
    if (turning) setImmediate(turn);
  };
  turn();
  const { outcome, stdout } = await runHost(run, { host: addressOf('bytes', 0, 16), port: fleet.port });
  turning = false;
  unsubscribe('net.client.socket', note);
  await fleet.close();
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(stdout).toHaveLength(16 * KIB * KIB);
  expect(sockets).toHaveLength(1);
  expect(most).toBeGreaterThan(0);
  // One that is handed on, and one that was read before the pause came through.
  expect(most).toBeLessThanOrEqual(4 * 64 * KIB);
});
