import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import type { Hop, ReadyLogin } from '../../run/ports.ts';
import { memoryLedger, runHost, type HostStory, type RequestOverrides } from '../../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts, type RunOnHostOptions } from '../index.ts';
import type { HostRunner } from '../run-on-host.ts';

let fleet: Fleet;
let run: HostRunner;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());
beforeEach(() => {
  fleet.reset();
  run = runner();
});
afterEach(() => run.close());

function runner(options: Partial<RunOnHostOptions> = {}): HostRunner {
  const fixed = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  return createRunOnHost({ ...fixed, ...options });
}

/** All hosts of a run have the same login. */
const LOGIN: ReadyLogin = { method: 'password', user: 'ops', password: 'secret' };
const hop = (host: string): Hop => ({ host, port: fleet.port });
const bastion = (x = 0, y = 0) => addressOf('bastion', x, y);

function ask(host: string, jump: readonly Hop[], more: Partial<RequestOverrides> = {}): Promise<HostStory> {
  return runHost(run, { host, port: fleet.port, jump, login: LOGIN, ...more });
}
const many = (count: number, at = 1) => Array.from({ length: count }, (_, index) => `127.1.${at}.${index}`);
const seen = (address: string) => fleet.ledger(address)[0];
const types = (stories: HostStory[]) => stories.map(({ outcome }) => outcome.type);

describe('a host behind a jump host', () => {
  test('is dialled from there, and says over which host', async () => {
    const { stdout, facts } = await ask('127.1.2.3', [hop(bastion())]);
    expect(stdout.toString()).toBe('host-1-2-3\n');
    expect(facts[1]).toMatchObject({
      type: 'host-connected',
      address: '127.1.2.3',
      jump: [`ops@${bastion()}:${fleet.port}`],
      stages: { connectMs: expect.any(Number), kexMs: expect.any(Number) },
    });
    expect(seen(bastion())).toMatchObject({ connections: 1, execs: [], forwards: { all: 1 } });
  });

  test('is looked up by the jump host: this machine need not know the name', async () => {
    const { stdout } = await ask('host-1-9-9', [hop(bastion())]);
    expect(stdout.toString()).toBe('host-1-9-9\n');
  });

  test('can be behind several, each dialled from the one before', async () => {
    const way = [bastion(0, 0), bastion(0, 101), bastion(0, 102)].map(hop);
    const { stdout } = await ask('127.1.3.1', way);
    expect(stdout.toString()).toBe('host-1-3-1\n');
    for (const { host } of way) expect(seen(host)).toMatchObject({ connections: 1, forwards: { all: 1 } });
  });

  test('sends much output, and reads none when nobody asks for more', async () => {
    const { outcome, stdout } = await ask(addressOf('bytes', 0, 9), [hop(bastion())]);
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(stdout).toHaveLength(9 * 1024 ** 2);
  });

  test('has its key filed under the host as typed, the jump host under its own', async () => {
    const asked: unknown[] = [];
    const recorded: unknown[] = [];
    run = runner({
      ledger: {
        find: async (host, port) => (asked.push([host, port]), { trusted: [], revoked: [] }),
        record: async ({ host, port }) => void recorded.push([host, port]),
      },
    });
    await ask('127.1.2.4', [hop(bastion())], { hostKeys: 'accept-new' });
    const both = [bastion(), '127.1.2.4'].map((host) => [host, fleet.port]);
    expect(recorded).toEqual(both);
    expect(asked).toEqual(expect.arrayContaining(both));
  });
});

describe('one connection per jump host', () => {
  test('serves all hosts of a run, also those that come one after the other', async () => {
    const stories = await Promise.all(many(40).map((host) => ask(host, [hop(bastion())])));
    expect(new Set(types(stories))).toEqual(new Set(['host-exited']));
    await ask('127.1.2.5', [hop(bastion())]);
    expect(seen(bastion())).toMatchObject({ connections: 1, authPackets: 1, forwards: { all: 41 } });
  });

  test('is closed some time after its last host, and by whoever closes the runner', async () => {
    await ask('127.1.2.6', [hop(bastion())]);
    expect(seen(bastion())).toMatchObject({ open: 1 });
    run.close();
    await expect.poll(() => seen(bastion())?.open).toBe(0);
    expect(seen(bastion())?.closedBy).toBe('client-fin');
    run = runner({ minJumpIdleMs: 100 });
    await Promise.all([ask('127.1.2.6', [hop(bastion())]), ask(addressOf('slow', 0, 3), [hop(bastion())])]);
    expect(seen(bastion())).toMatchObject({ connections: 2, open: 1 });
    await expect.poll(() => seen(bastion())?.open).toBe(0);
  });

  test('is one per login', async () => {
    const other: ReadyLogin = { ...LOGIN, user: 'root' };
    await Promise.all([
      ask('127.1.2.7', [hop(bastion())]),
      ask('127.1.2.8', [{ ...hop(bastion()), login: other }]),
    ]);
    expect(seen(bastion())).toMatchObject({ connections: 2 });
  });

  test('keeps to the number of connections that is set', async () => {
    run.close();
    run = runner({ maxJumpChannels: 3 });
    const stories = await Promise.all(many(20).map((host) => ask(host, [hop(bastion())])));
    expect(new Set(types(stories))).toEqual(new Set(['host-exited']));
    expect(seen(bastion())?.forwards.most).toBe(3);
  });

  test.each([
    ['prohibits', 0],
    ['has no resources for', 1],
  ])('waits for a place where the jump host itself %s more', async (_, x) => {
    const stories = await Promise.all(many(30).map((host) => ask(host, [hop(bastion(x, 4))])));
    expect(new Set(types(stories))).toEqual(new Set(['host-exited']));
    expect(seen(bastion(x, 4))?.forwards).toMatchObject({ all: 30, most: 4 });
  });

  test('a place does not come free in time', async () => {
    run.close();
    run = runner({ maxJumpChannels: 1 });
    const stop = new AbortController();
    const first = ask(addressOf('hang'), [hop(bastion())], { signal: stop.signal });
    await expect.poll(() => seen(addressOf('hang'))?.execs.length).toBe(1);
    const { outcome } = await ask('127.1.2.9', [hop(bastion())], { limits: { connectMs: 200 } });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'jump/busy',
      limitMs: 200,
      jump: { user: 'ops', host: bastion() },
    });
    stop.abort();
    await first;
    expect((await ask('127.1.2.9', [hop(bastion())])).outcome).toMatchObject({ type: 'host-exited' });
  });
});

describe('a jump host that fails', () => {
  test('fails its hosts by name with its own reason, after one try to log in', async () => {
    const refusing = addressOf('login-refused');
    const stories = await Promise.all(many(9).map((host) => ask(host, [hop(refusing)])));
    stories.push(await ask('127.1.2.1', [hop(refusing)]));
    for (const { outcome } of stories) {
      expect(outcome).toMatchObject({
        type: 'host-failed',
        reason: 'jump/failed',
        jump: {
          user: 'ops',
          host: refusing,
          port: fleet.port,
          reason: 'auth/rejected',
          facts: { method: 'password' },
        },
      });
    }
    expect(seen(refusing)).toMatchObject({ connections: 1, passwordAttempts: 1 });
    expect(seen('127.1.1.1')).toBeUndefined();
    // Whoever starts another run has another login in hand.
    await ask('127.1.2.1', [hop(refusing)], { login: { ...LOGIN } });
    expect(seen(refusing)).toMatchObject({ connections: 2 });
  });

  test('one further up the way is the one that is named', async () => {
    const way = [hop(addressOf('login-refused')), hop(bastion())];
    const { outcome } = await ask('127.1.2.2', way);
    expect(outcome).toMatchObject({ reason: 'jump/failed', jump: { host: addressOf('login-refused') } });
    expect(seen(bastion())).toBeUndefined();
  });

  test('shows its key when that is not known, and gets no credential', async () => {
    const { outcome } = await ask('127.1.2.2', [hop(bastion())], { hostKeys: 'strict' });
    const { fingerprint, key } = fleet.hostKey;
    expect(outcome).toMatchObject({
      reason: 'jump/failed',
      jump: { host: bastion(), reason: 'verify/unknown-host-key', hostKey: { fingerprint, key } },
    });
    expect(seen(bastion())).toMatchObject({ authPackets: 0 });
  });

  test('by forwarding nothing', async () => {
    const { outcome } = await ask('127.1.2.2', [hop('127.1.0.1')]);
    expect(outcome).toMatchObject({
      reason: 'jump/refused',
      detail: 'administratively prohibited',
      jump: { host: '127.1.0.1' },
    });
  });

  test('by dying in mid-run: its hosts are lost, and it is named', async () => {
    const dying = addressOf('bastion-dies', 4);
    const stories = await Promise.all([
      ask(addressOf('endless', 0, 1), [hop(dying)]),
      ask(addressOf('hang', 0, 1), [hop(dying)]),
    ]);
    for (const { outcome } of stories) {
      expect(outcome).toMatchObject({
        type: 'host-unknown',
        reason: 'connection-lost',
        jump: { user: 'ops', host: dying, port: fleet.port },
      });
    }
    expect((await ask('127.1.2.2', [hop(dying)])).outcome).toMatchObject({ type: 'host-exited' });
    expect(seen(dying)).toMatchObject({ connections: 2 });
  });

  test('by dying during the handshake of a host', async () => {
    const { outcome } = await ask('127.1.2.2', [hop(addressOf('bastion-dies', 0, 1))]);
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'jump/lost',
      jump: { host: addressOf('bastion-dies', 0, 1) },
    });
  });

  test('what the jump host says of a host is what is said of a host', async () => {
    const refused = await ask('127.1.2.2', [hop(bastion())], { port: 1 });
    expect(refused.outcome).toMatchObject({ reason: 'connect/refused', detail: 'Connection refused' });
    const unknown = await ask('nowhere.example', [hop(bastion())]);
    expect(unknown.outcome).toMatchObject({ reason: 'resolve/not-found' });
  });
});

describe('ways that nobody is contacted for', () => {
  test.each([
    ['a host behind itself', [bastion()], bastion()],
    ['a jump host twice', [bastion(), bastion(0, 7), bastion()], '127.1.2.2'],
  ])('%s', async (_, hops, host) => {
    const { outcome } = await ask(host, hops.map(hop));
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'jump/loop', jump: { host: bastion() } });
    expect(fleet.ledger()).toEqual([]);
  });

  test('nine jump hosts', async () => {
    const way = Array.from({ length: 9 }, (_, at) => hop(bastion(0, at + 10)));
    expect((await ask('127.1.2.2', way)).outcome).toMatchObject({ reason: 'jump/too-many' });
    expect(fleet.ledger()).toEqual([]);
  });
});

describe('cancelling', () => {
  test('while the jump host is silent hangs up on it, once nobody waits', async () => {
    const stop = new AbortController();
    const silent = addressOf('login-silent');
    const story = ask('127.1.2.2', [hop(silent)], { signal: stop.signal });
    await expect.poll(() => seen(silent)?.stage).toBe('auth');
    stop.abort();
    expect((await story).outcome).toMatchObject({ type: 'host-cancelled', stage: 'connecting' });
    await expect.poll(() => seen(silent)?.open).toBe(0);
  });

  test('a running command over a jump host leaves the others alone', async () => {
    const stop = new AbortController();
    const stopped = ask(addressOf('hang'), [hop(bastion())], { signal: stop.signal });
    const other = ask(addressOf('slow', 0, 9), [hop(bastion())]);
    await expect.poll(() => seen(addressOf('hang'))?.execs.length).toBe(1);
    stop.abort();
    expect((await stopped).outcome).toMatchObject({
      type: 'host-cancelled',
      stage: 'running',
      confirmed: true,
    });
    expect((await other).outcome).toMatchObject({ type: 'host-exited' });
  });
});
