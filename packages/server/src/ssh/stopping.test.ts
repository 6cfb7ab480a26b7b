import { addressOf, startFleet, type Fleet, type ScenarioName } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, SHORT_LIMITS } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

/** Resolves when a host of the fleet has come as far as `reached`. */
async function untilReached(host: string, reached: string): Promise<void> {
  await expect.poll(() => fleet.ledger(host)[0]?.reached, { interval: 5, timeout: 5_000 }).toBe(reached);
}

const NOT_SENT = { type: 'host-cancelled', stage: 'connecting', confirmed: true };
const SENT = { type: 'host-cancelled', stage: 'running', confirmed: false };

describe('a person stops a host', () => {
  test.each<{ when: string; scenario: ScenarioName; x?: number; reached: string; outcome: object }>([
    {
      when: 'waiting for its first byte',
      scenario: 'silent-after-accept',
      reached: 'connected',
      outcome: NOT_SENT,
    },
    {
      when: 'in the key exchange',
      scenario: 'silent-in-handshake',
      x: 1,
      reached: 'banner',
      outcome: NOT_SENT,
    },
    { when: 'in the login', scenario: 'login-silent', reached: 'auth', outcome: NOT_SENT },
    { when: 'opening a session', scenario: 'channel-silent', reached: 'ready', outcome: NOT_SENT },
    { when: 'which has not confirmed the command', scenario: 'exec-silent', reached: 'exec', outcome: SENT },
    {
      when: 'whose command ignores signals',
      scenario: 'hang-ignoring-signals',
      reached: 'exec',
      outcome: SENT,
    },
  ])('$when', async ({ scenario, x = 0, reached, outcome }) => {
    const host = addressOf(scenario, x, 7);
    const person = new AbortController();
    const limits = { cancelMs: 300 };
    const ended = runHost(run, { host, port: fleet.port, signal: person.signal, limits });
    await untilReached(host, reached);
    const stoppedAt = performance.now();
    person.abort();
    expect((await ended).outcome).toMatchObject(outcome);
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    await expect.poll(() => fleet.ledger(host)[0]!.open, { timeout: 5_000 }).toBe(0);
  });

  test('before it begins: nothing is dialled', async () => {
    const host = addressOf('name', 0, 8);
    const story = await runHost(run, { host, port: fleet.port, signal: AbortSignal.abort() });
    expect(story.outcome).toMatchObject(NOT_SENT);
    expect(fleet.ledger(host)).toEqual([]);
  });

  test('while it waits to be admitted', async () => {
    const host = addressOf('name', 0, 9);
    const person = new AbortController();
    const admit = () => {
      setImmediate(() => person.abort());
      return new Promise<void>(() => undefined);
    };
    const story = await runHost(run, { host, port: fleet.port, admit, signal: person.signal });
    expect(story.outcome).toMatchObject(NOT_SENT);
    expect(fleet.ledger(host)[0]!.authPackets).toBe(0);
  });

  test('between the record of the dispatch and the command: the command never leaves', async () => {
    const host = addressOf('name', 0, 10);
    const person = new AbortController();
    const story = await runHost(run, { host, port: fleet.port, signal: person.signal }, (fact) => {
      if (fact.type === 'host-dispatched') person.abort();
    });
    expect(story.types).toContain('host-dispatched');
    expect(story.outcome).toMatchObject(NOT_SENT);
    expect(fleet.ledger(host)[0]!.execs).toEqual([]);
  });

  test('after its exit status: the status stays', async () => {
    const host = addressOf('channel-left-open', 5, 11);
    const person = new AbortController();
    const limits = { closeMs: 60_000 };
    const story = await runHost(run, { host, port: fleet.port, limits, signal: person.signal }, (fact) => {
      if (fact.type === 'host-output') person.abort();
    });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 5, note: 'output-may-continue' });
  });
});

test('a time limit ends a command with TERM, which the host confirms', async () => {
  const host = addressOf('hang', 0, 12);
  const { outcome } = await runHost(run, { host, port: fleet.port, commandTimeoutMs: 100 });
  expect(outcome).toMatchObject({ type: 'host-timed-out', limitMs: 100, confirmed: true });
  expect(fleet.ledger(host)[0]!.execs[0]!.signals).toEqual(['TERM']);
});

test('a command that ignores TERM gets KILL half of the time later, and is given up at its end', async () => {
  const host = addressOf('hang-ignoring-signals', 0, 12);
  const limits = { cancelMs: 300 };
  const { outcome } = await runHost(run, { host, port: fleet.port, commandTimeoutMs: 100, limits });
  expect(outcome).toMatchObject({ type: 'host-timed-out', limitMs: 100, confirmed: false });
  expect(fleet.ledger(host)[0]!.execs[0]!.signals).toEqual(['TERM', 'KILL']);
});

test('a limit of 0 is no limit', async () => {
  const host = addressOf('slow', 0, 3);
  const { outcome } = await runHost(run, {
    host,
    port: fleet.port,
    commandTimeoutMs: 0,
    limits: { ...SHORT_LIMITS, openMs: 0 },
  });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
});

test('a consumer that walks away leaves no connection behind', async () => {
  const host = addressOf('hang-ignoring-signals', 0, 13);
  const facts = run({
    target: { host },
    port: fleet.port,
    command: 'true',
    login: { method: 'password', user: 'ops', password: 'x' },
    hostKeys: 'insecure',
    limits: SHORT_LIMITS,
    commandTimeoutMs: 0,
    token: 't',
    admit: () => Promise.resolve(),
    signal: new AbortController().signal,
  });
  for await (const fact of facts) if (fact.type === 'host-dispatched') break;
  await expect.poll(() => fleet.ledger(host)[0]!.open, { timeout: 5_000 }).toBe(0);
  expect(fleet.ledger(host)[0]!.execs).toEqual([]);
});
