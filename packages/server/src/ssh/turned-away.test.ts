import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';
import { turnedAway } from './turned-away.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

const FIXED = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
const run = createRunOnHost({ ...FIXED, busyPausesMs: [20, 20, 20] });
const ask = (host: string, more: Partial<RequestOverrides> = {}, by = run) =>
  runHost(by, { host, port: fleet.port, ...more });
const seen = (address: string) => fleet.ledger(address)[0];

describe('a host that turns us away before it has said its name', () => {
  test.each([
    ['without a word', 0],
    ['because of MaxStartups', 1],
  ])('%s is tried again, and asked once', async (_, y) => {
    const host = addressOf('busy', 3, y);
    const { outcome, types } = await ask(host);
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(types.filter((type) => type === 'host-connecting' || type === 'host-connected')).toHaveLength(2);
    expect(seen(host)).toMatchObject({ connections: 4, authPackets: 1 });
    expect(seen(host)?.execs).toHaveLength(1);
  });

  test('for ever has failed after the third time', async () => {
    const host = addressOf('busy', 0, 1);
    expect((await ask(host)).outcome).toMatchObject({ type: 'host-failed', reason: 'banner/closed' });
    expect(seen(host)).toMatchObject({ connections: 4, authPackets: 0 });
  });

  test('as a punishment is left alone', async () => {
    const host = addressOf('penalised');
    expect((await ask(host)).outcome).toMatchObject({
      type: 'host-failed',
      reason: 'banner/penalised',
      detail: '"Not allowed at this time"',
    });
    expect(seen(host)).toMatchObject({ connections: 1 });
  });

  test('is waited for no longer than a person wants to', async () => {
    const stop = new AbortController();
    const patient = createRunOnHost({ ...FIXED, busyPausesMs: [60_000] });
    const host = addressOf('busy', 0, 2);
    const story = ask(host, { signal: stop.signal }, patient);
    await expect.poll(() => seen(host)?.stage).toBe('closed');
    stop.abort();
    expect((await story).outcome).toMatchObject({ type: 'host-cancelled', stage: 'connecting' });
  });

  test('behind a jump host is dialled again from there, over the same connection', async () => {
    const bastion = addressOf('bastion');
    const host = addressOf('busy', 2, 3);
    const { outcome } = await ask(host, { jump: [{ host: bastion, port: fleet.port }] });
    run.close();
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(seen(bastion)).toMatchObject({ connections: 1, forwards: { all: 3 } });
  });
});

test.each([
  ['a host that refuses the login', addressOf('login-refused')],
  ['a host that speaks another protocol', addressOf('not-ssh')],
  ['a host that signs wrongly', addressOf('bad-signature')],
  ['a host that refuses the session', addressOf('channel-refused')],
  ['a host that hangs up in mid-command', addressOf('fin-in-output')],
])('%s is asked once', async (_, host) => {
  await ask(host);
  expect(seen(host)).toMatchObject({ connections: 1 });
  expect(seen(host)!.authPackets).toBeLessThanOrEqual(1);
});

test('only a connection that was closed without a name was turned away', () => {
  const jump = { user: 'ops', host: 'bastion', port: 22 };
  expect(turnedAway({ type: 'closed' }, { said: '' }).type).toBe('busy');
  expect(turnedAway({ type: 'closed', detail: 'ECONNRESET' }, { said: '' }).type).toBe('busy');
  expect(turnedAway({ type: 'closed', jump }, { said: '' }).type).toBe('no');
  expect(turnedAway({ type: 'closed' }, { said: '"HTTP/1.1"' }).type).toBe('no');
  expect(turnedAway({ type: 'protocol', detail: 'bad' }, { said: '' }).type).toBe('no');
});
