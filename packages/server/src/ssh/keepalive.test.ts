import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost } from '../testing/run-host.ts';
import { startLink } from '../testing/tcp-link.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const run = createRunOnHost({
  ledger: memoryLedger(),
  knownHosts: parseKnownHosts([]),
  clock: systemClock,
  keepalive: { intervalMs: 100, count: 3 },
});
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

test('a link that goes dead is noticed after its keepalives, and the command is unknown', async () => {
  const address = addressOf('hang');
  const link = await startLink(address, fleet.port);
  const freezeOnceItRuns = async (): Promise<number> => {
    const running = () => expect(fleet.ledger(address)[0]?.execs).toHaveLength(1);
    await vi.waitFor(running, { timeout: 5_000, interval: 10 });
    link.freeze();
    return performance.now();
  };
  const [frozenAtMs, story] = await Promise.all([
    freezeOnceItRuns(),
    runHost(run, { host: '127.0.0.1', port: link.port }),
  ]);
  const silenceMs = performance.now() - frozenAtMs;
  link.close();
  expect(story.outcome).toMatchObject({ type: 'host-unknown', reason: 'connection-lost' });
  expect(silenceMs).toBeGreaterThan(200);
  expect(silenceMs).toBeLessThan(3_000);
});

test('a command that says nothing lives on while its host answers', async () => {
  const story = await runHost(run, { host: addressOf('slow', 0, 9), port: fleet.port });
  expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(story.elapsedMs).toBeGreaterThan(850);
});
