import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryLedger, runHost, SYSTEM_CLOCK } from '../testing/run-host.ts';
import { startLink } from '../testing/tcp-link.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const run = createRunOnHost({
  ledger: memoryLedger(),
  knownHosts: parseKnownHosts([]),
  clock: SYSTEM_CLOCK,
  keepalive: { intervalMs: 100, count: 3 },
});
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

test('a link that goes dead is noticed after its keepalives, and the command is unknown', async () => {
  const link = await startLink(addressOf('hang'), fleet.port);
  const story = await runHost(run, { host: '127.0.0.1', port: link.port }, (fact) => {
    // The request itself goes out after this.
    if (fact.type === 'host-dispatched') setTimeout(() => link.freeze(), 150);
  });
  link.close();
  expect(story.outcome).toMatchObject({ type: 'host-unknown', reason: 'connection-lost' });
  expect(story.elapsedMs).toBeGreaterThan(400);
  expect(story.elapsedMs).toBeLessThan(3_000);
});

test('a command that says nothing lives on while its host answers', async () => {
  const story = await runHost(run, { host: addressOf('slow', 0, 9), port: fleet.port });
  expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(story.elapsedMs).toBeGreaterThan(850);
});
