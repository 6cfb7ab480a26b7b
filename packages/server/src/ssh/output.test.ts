import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { hostRequest, memoryLedger, runHost, type HostStory } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

const ask = (host: string, command = 'true') => runHost(run, { host, port: fleet.port, command });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Every byte the host has sent was handed on, per stream, by its own ledger. */
function expectAllBytes(host: string, { stdout, stderr }: HostStory): void {
  const [sent] = fleet.ledger(host);
  expect({ bytes: stdout.length, sha256: sha256(stdout) }).toEqual(sent!.stdout);
  expect({ bytes: stderr.length, sha256: sha256(stderr) }).toEqual(sent!.stderr);
}

describe('output arrives byte for byte', () => {
  test.each([
    ['100 lines on each stream, taking turns', addressOf('interleaved', 1)],
    ['only on stderr', addressOf('stderr-only', 5)],
    ['characters cut at every byte', addressOf('split', 1)],
    ['characters cut in threes', addressOf('split', 3)],
    ['24 MiB', addressOf('bytes', 0, 24)],
    ['until the host hangs up', addressOf('fin-in-output', 4)],
  ])('%s', async (_sentence, host) => {
    expectAllBytes(host, await ask(host));
  });

  test.each(Array.from({ length: 24 }, (_, order) => order))(
    'status, both streams and EOF in order %i: the status counts and nothing is lost',
    async (order) => {
      const host = addressOf('order', order);
      const story = await ask(host);
      expect(story.outcome).toMatchObject({ type: 'host-exited', status: 7, signal: null });
      expect(story.stdout.toString()).toBe('last words\n');
      expect(story.stderr.toString()).toBe('last complaint\n');
    },
  );
});

test('an event holds at most 32 KiB, and small pieces are gathered', async () => {
  const host = addressOf('split', 1, 1);
  const { facts, stdout } = await ask(host);
  const sizes = facts.flatMap((fact) => (fact.type === 'host-output' ? [fact.bytes.length] : []));
  expect(stdout.length).toBeGreaterThan(sizes.length * 10);
  const large = (await ask(addressOf('bytes', 0, 2))).facts;
  for (const fact of large)
    if (fact.type === 'host-output') expect(fact.bytes.length).toBeLessThanOrEqual(32_768);
});

/** Reads until the first output, then stops asking; `resume` reads the rest. */
async function readUntilOutput(host: string, command = 'true') {
  const facts = run(hostRequest({ host, port: fleet.port, command }))[Symbol.asyncIterator]();
  for (;;) {
    const next = await facts.next();
    if (next.done || next.value.type === 'host-output') return { first: next.value, facts };
  }
}

/** The bytes a host has sent, once they do not grow any more. */
async function settledBytes(host: string): Promise<number> {
  let last = -1;
  await expect
    .poll(
      () => {
        const sent = fleet.ledger(host)[0]!.bytesSent;
        const same = sent === last;
        last = sent;
        return same;
      },
      { interval: 150, timeout: 10_000 },
    )
    .toBe(true);
  return last;
}

test('a reader that does not ask pauses the host within its window, and loses nothing', async () => {
  const host = addressOf('bytes', 0, 40);
  const { first, facts } = await readUntilOutput(host);
  const paused = await settledBytes(host);
  expect(paused).toBeLessThan(4 * 1024 ** 2);
  const pieces = first?.type === 'host-output' ? [first.bytes] : [];
  let outcome;
  for (let next = await facts.next(); !next.done; next = await facts.next()) {
    if (next.value.type === 'host-output') pieces.push(next.value.bytes);
    outcome = next.value;
  }
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(sha256(Buffer.concat(pieces))).toBe(fleet.ledger(host)[0]!.stdout.sha256);
});

test.each([
  ['30,000', 0],
  ['32,768', 1],
])('a host that ignores the window in packets of %s bytes is cut off within 8 MiB', async (_size, y) => {
  const host = addressOf('ignores-window', 64, y);
  const before = process.memoryUsage().arrayBuffers;
  const { first, facts } = await readUntilOutput(host);
  await expect.poll(() => fleet.ledger(host)[0]!.open, { timeout: 10_000 }).toBe(0);
  let received = first?.type === 'host-output' ? first.bytes.length : 0;
  let outcome;
  for (let next = await facts.next(); !next.done; next = await facts.next()) {
    if (next.value.type === 'host-output') received += next.value.bytes.length;
    outcome = next.value;
  }
  expect(outcome).toMatchObject({ type: 'host-unknown', reason: 'protocol' });
  expect(received).toBeGreaterThan(8 * 1024 ** 2);
  expect(received).toBeLessThan(8.2 * 1024 ** 2);
  expect((process.memoryUsage().arrayBuffers - before) / 1024 ** 2).toBeLessThan(64);
});
