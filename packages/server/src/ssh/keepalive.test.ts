import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost } from '../testing/run-host.ts';
import { startLink } from '../testing/tcp-link.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const KEEPALIVE = { intervalMs: 500, count: 3 };
/** For timers on a busy machine; less than one interval, so that an interval too many shows. */
const SLACK_MS = 300;

const run = createRunOnHost({
  ledger: memoryLedger(),
  knownHosts: parseKnownHosts([]),
  clock: systemClock,
  keepalive: KEEPALIVE,
});
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

test('a link that goes dead is noticed after its keepalives and one interval more, and the command is unknown', async () => {
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
  const { intervalMs, count } = KEEPALIVE;
  expect(silenceMs).toBeGreaterThan(intervalMs * count - SLACK_MS);
  expect(silenceMs).toBeLessThan(intervalMs * (count + 1) + SLACK_MS);
});

test('a host whose bytes make no packet any more is as good as dead', async () => {
  const address = addressOf('hang', 0, 7);
  let isSpoilt = false;
  // A length of 30,000 bytes stands before what the host says, and all its answers are inside.
  const link = await startLink(address, fleet.port, (chunk) => {
    const pieces = isSpoilt ? [Buffer.of(0, 0, 0x75, 0x30), chunk] : [chunk];
    return [Buffer.concat(pieces)];
  });
  const spoilOnceItRuns = async (): Promise<void> => {
    const running = () => expect(fleet.ledger(address)[0]?.execs).toHaveLength(1);
    await vi.waitFor(running, { timeout: 5_000, interval: 10 });
    isSpoilt = true;
  };
  const [story] = await Promise.all([
    runHost(run, { host: '127.0.0.1', port: link.port }),
    spoilOnceItRuns(),
  ]);
  link.close();
  expect(story.outcome).toMatchObject({ type: 'host-unknown', reason: 'connection-lost' });
  expect(story.elapsedMs).toBeLessThan(KEEPALIVE.intervalMs * (KEEPALIVE.count + 2) + SLACK_MS);
});

test('a command that says nothing lives on while its host answers', async () => {
  const story = await runHost(run, { host: addressOf('slow', 0, 30), port: fleet.port });
  expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(story.elapsedMs).toBeGreaterThan(2_950);
});
