import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, SHORT_LIMITS } from '../testing/run-host.ts';
import { spoil } from '../testing/spoil.ts';
import { startLink, type Passage } from '../testing/tcp-link.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

/** More with ROLLCALL_FUZZ=10000; the seed of a failure is in its message. */
const SPOILT_CONNECTIONS = Number(process.env['ROLLCALL_FUZZ'] ?? 300);
const AT_ONCE = 20;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });

async function askThrough(pass: Passage, host: string) {
  const link = await startLink(host, fleet.port, pass);
  const story = await runHost(run, { host: '127.0.0.1', port: link.port, limits: SHORT_LIMITS });
  link.close();
  return story;
}

test('a connection that arrives byte by byte is a connection like any other', async () => {
  const single: Passage = (chunk) => Array.from(chunk, (byte) => Buffer.from([byte]));
  const story = await askThrough(single, addressOf('name', 0, 1));
  expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(story.stdout.toString()).toBe('host-1-0-1\n');
});

const FINAL = new Set(['host-failed', 'host-unknown', 'host-exited']);

test(
  `${SPOILT_CONNECTIONS} spoilt connections end with one outcome each, and harm nobody`,
  { timeout: 600_000 },
  async () => {
    const trouble: unknown[] = [];
    const note = (error: unknown) => void trouble.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    const outcomes = new Map<string, number>();
    let next = 1;
    async function worker(): Promise<void> {
      for (let seed = next++; seed <= SPOILT_CONNECTIONS; seed = next++) {
        const { types, outcome } = await askThrough(spoil(seed), addressOf('name', 1, seed % 250));
        expect({
          seed,
          final: FINAL.has(outcome.type),
          count: types.filter((type) => FINAL.has(type)).length,
        }).toEqual({
          seed,
          final: true,
          count: 1,
        });
        const key =
          outcome.type === 'host-failed' || outcome.type === 'host-unknown' ? outcome.reason : outcome.type;
        outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect(trouble).toEqual([]);
    // The places are spread over the whole session, so several stages must have seen them.
    expect(outcomes.size).toBeGreaterThan(4);
    if (SPOILT_CONNECTIONS > 300) console.log(Object.fromEntries(outcomes));
  },
);

test.each([0, 1, 2, 3, 4])(
  'a host is not given up because this process was busy before its message %i',
  async (which) => {
    let messages = 0;
    const busy: Passage = (chunk) => {
      // Far over the limit of every stage; what the host said is read only afterwards.
      const until = messages++ === which ? performance.now() + 1_000 : 0;
      while (performance.now() < until);
      return [chunk];
    };
    const story = await askThrough(busy, addressOf('name', 0, 2));
    expect(messages).toBeGreaterThan(which);
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  },
);
