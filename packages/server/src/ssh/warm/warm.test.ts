import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../run/clock.ts';
import type { TrustedKey } from '../../run/ports.ts';
import { memoryLedger, runHost, type HostStory, type RequestOverrides } from '../../testing/run-host.ts';
import { startLink } from '../../testing/tcp-link.ts';
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
  run = runner({ keepConnectionsMs: 60_000 });
});
afterEach(() => run.close());

function runner(options: Partial<RunOnHostOptions>): HostRunner {
  const fixed = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };
  return createRunOnHost({ ...fixed, ...options });
}
const HOST = '127.1.5.1';
const ask = (host = HOST, more: Partial<RequestOverrides> = {}): Promise<HostStory> =>
  runHost(run, { host, port: fleet.port, ...more });
const seen = (address = HOST) => fleet.ledger(address)[0];
const connected = ({ facts }: HostStory) => facts.find(({ type }) => type === 'host-connected');

describe('a second command on a host', () => {
  test('costs a channel, and its facts say so', async () => {
    const first = await ask();
    // Another run has its own login in hand, with the same secret in it.
    const second = await ask(HOST, { login: { method: 'password', user: 'ops', password: 'secret' } });
    expect(seen()).toMatchObject({ connections: 1, authPackets: 1, open: 1 });
    expect(seen()?.execs).toHaveLength(2);
    expect(connected(first)).not.toHaveProperty('reused');
    expect(connected(second)).toMatchObject({ reused: true, address: HOST, login: 'ops, password' });
    expect(Object.keys((connected(second) as { stages: object }).stages)).toEqual(['openMs']);
    expect(second.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(second.stdout.toString()).toBe('host-1-5-1\n');
  });

  test.each<[string, Partial<RequestOverrides>]>([
    ['another user', { target: { host: HOST, user: 'root' } }],
    ['another password', { login: { method: 'password', user: 'ops', password: 'other' } }],
    ['another policy about keys', { hostKeys: 'accept-new' }],
    ['another way', { jump: [{ host: '127.70.0.1', port: 0 }] }],
    ['old algorithms allowed', { legacy: true }],
  ])('dials for %s', async (_, { jump, ...more }) => {
    await ask();
    const way = jump && { jump: [{ ...jump[0]!, port: fleet.port }] };
    const { outcome } = await ask(HOST, { ...more, ...way });
    expect(outcome).toMatchObject({ type: 'host-exited' });
    expect(seen()).toMatchObject({ connections: 2 });
  });

  test('dials a second time when the first command still runs, and keeps both', async () => {
    const address = addressOf('slow', 0, 2);
    await Promise.all([ask(address), ask(address)]);
    await Promise.all([ask(address), ask(address)]);
    expect(seen(address)).toMatchObject({ connections: 2 });
    expect(seen(address)?.execs).toHaveLength(4);
  });

  test('goes over the kept connection of a host behind a jump host', async () => {
    const bastion = addressOf('bastion');
    const jump = [{ host: bastion, port: fleet.port }];
    await ask(HOST, { jump });
    const story = await ask(HOST, { jump });
    expect(connected(story)).toMatchObject({ reused: true, jump: [`ops@${bastion}:${fleet.port}`] });
    expect(seen(bastion)).toMatchObject({ connections: 1, forwards: { all: 1 } });
  });
});

describe('before a connection is used again', () => {
  const ledgerOf = (trust: { trusted: TrustedKey[]; revoked: TrustedKey[] }) => ({
    find: async () => trust,
    record: async () => undefined,
  });

  test('its key is asked for anew: one that was revoked meanwhile closes it', async () => {
    const key = { type: fleet.hostKey.keyType, key: fleet.hostKey.key };
    const trust = { trusted: [key], revoked: [] as TrustedKey[] };
    run = runner({ keepConnectionsMs: 60_000, ledger: ledgerOf(trust) });
    await ask(HOST, { hostKeys: 'strict' });
    expect(connected(await ask(HOST, { hostKeys: 'strict' }))).toMatchObject({
      reused: true,
      hostKey: { trust: 'known' },
    });
    trust.revoked = [key];
    const { outcome } = await ask(HOST, { hostKeys: 'strict' });
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'verify/host-key-revoked' });
    await expect.poll(() => seen()?.open).toBe(0);
    expect(seen()).toMatchObject({ connections: 2, authPackets: 1 });
  });

  test('one that was changed in the ledger closes it, as does one that was taken out', async () => {
    const trust = { trusted: [{ type: fleet.hostKey.keyType, key: fleet.hostKey.key }], revoked: [] };
    run = runner({ keepConnectionsMs: 60_000, ledger: ledgerOf(trust) });
    const reasons: unknown[] = [];
    for (const trusted of [[{ type: 'ssh-ed25519', key: 'AAAA' }], []]) {
      await ask(HOST, { hostKeys: 'strict' });
      const before = trust.trusted;
      trust.trusted = trusted;
      reasons.push((await ask(HOST, { hostKeys: 'strict' })).outcome);
      trust.trusted = before;
    }
    expect(reasons).toMatchObject([
      { reason: 'verify/host-key-changed' },
      { reason: 'verify/unknown-host-key' },
    ]);
    expect(seen()).toMatchObject({ connections: 4, authPackets: 2 });
  });
});

describe('a kept connection that has died', () => {
  test('and says nothing costs 3 s at most, then the host is dialled; the command leaves once', async () => {
    const link = await startLink(HOST, fleet.port);
    const viaLink = { host: '127.0.0.1', port: link.port, limits: { openMs: 300 } };
    await runHost(run, viaLink);
    link.freezePresent();
    const story = await runHost(run, viaLink);
    link.close();
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(connected(story)).not.toHaveProperty('reused');
    expect(story.types.filter((type) => type === 'host-connected')).toHaveLength(1);
    expect(seen()?.execs).toHaveLength(2);
  });

  test('and was ended by its host is forgotten quietly', async () => {
    const link = await startLink(HOST, fleet.port);
    await runHost(run, { host: '127.0.0.1', port: link.port });
    link.cut();
    await expect.poll(() => seen()?.open).toBe(0);
    const story = await runHost(run, { host: '127.0.0.1', port: link.port });
    link.close();
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(connected(story)).not.toHaveProperty('reused');
  });

  test('is noticed by the keepalive, which goes on while nothing runs', async () => {
    run = runner({ keepConnectionsMs: 60_000, keepalive: { intervalMs: 50, count: 2 } });
    const link = await startLink(HOST, fleet.port);
    const viaLink = { host: '127.0.0.1', port: link.port, limits: { openMs: 5_000 } };
    await runHost(run, viaLink);
    link.freezePresent();
    await new Promise((done) => setTimeout(done, 600));
    const story = await runHost(run, viaLink);
    link.close();
    // It was not tried any more.
    expect(story.elapsedMs).toBeLessThan(1_000);
    expect(connected(story)).not.toHaveProperty('reused');
  });

  test('one that the keepalive asks stays while its host answers', async () => {
    run = runner({ keepConnectionsMs: 60_000, keepalive: { intervalMs: 50, count: 2 } });
    await ask();
    await new Promise((done) => setTimeout(done, 600));
    expect(connected(await ask())).toMatchObject({ reused: true });
  });
});

describe('what is kept', () => {
  test('is no more than was allowed: the one used longest ago goes', async () => {
    run = runner({ keepConnectionsMs: 60_000, maxKeptConnections: 2 });
    const hosts = ['127.1.6.1', '127.1.6.2', '127.1.6.3'];
    for (const host of hosts) await ask(host);
    const open = () => hosts.map((host) => seen(host)?.open);
    await expect.poll(open).toEqual([0, 1, 1]);
    await ask('127.1.6.2');
    await ask('127.1.6.1');
    await expect.poll(open).toEqual([1, 1, 0]);
  });

  test('is nothing of a run over more hosts, which would push out each before it is used again', async () => {
    run = runner({ keepConnectionsMs: 60_000, maxKeptConnections: 2 });
    await ask('127.1.6.5', { hostsOfRun: 3 });
    await ask('127.1.6.6', { hostsOfRun: 2 });
    await expect.poll(() => seen('127.1.6.5')?.open).toBe(0);
    expect(seen('127.1.6.6')?.open).toBe(1);
  });

  test('is closed when it was not used in time', async () => {
    run = runner({ keepConnectionsMs: 200 });
    await ask();
    await ask();
    expect(seen()).toMatchObject({ connections: 1 });
    await expect.poll(() => seen()?.open).toBe(0);
    expect(seen()?.closedBy).toBe('client-fin');
  });

  test('is no connection older than an hour, however often it is used', async () => {
    let passedMs = 0;
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + passedMs };
    run = runner({ keepConnectionsMs: 60_000, clock });
    await ask();
    passedMs = 59 * 60_000;
    expect(connected(await ask())).toMatchObject({ reused: true });
    passedMs = 60 * 60_000;
    expect(connected(await ask())).toMatchObject({ reused: true });
    await expect.poll(() => seen()?.open).toBe(0);
    expect(connected(await ask())).not.toHaveProperty('reused');
  });

  test('is nothing when it is off', async () => {
    run = runner({});
    await ask();
    await expect.poll(() => seen()?.open).toBe(0);
  });

  test.each([
    ['a channel that the host left open', addressOf('channel-left-open')],
    ['a refused login', addressOf('login-refused')],
    ['a connection that was cut', addressOf('fin-in-output')],
  ])('is not %s', async (_, host) => {
    await ask(host, { limits: { closeMs: 100 } });
    await expect.poll(() => seen(host)?.open).toBe(0);
  });

  test('is a connection whose command failed, was refused or was stopped in the end', async () => {
    const stop = new AbortController();
    const stopped = ask(addressOf('hang'), { signal: stop.signal });
    await expect.poll(() => seen(addressOf('hang'))?.execs.length).toBe(1);
    stop.abort();
    expect((await stopped).outcome).toMatchObject({ type: 'host-cancelled', confirmed: true });
    await ask(addressOf('exit-status', 3));
    await ask(addressOf('exit-status', 3));
    expect(seen(addressOf('hang'))?.open).toBe(1);
    expect(seen(addressOf('exit-status', 3))).toMatchObject({ connections: 1 });
  });

  test('is closed with the runner, which keeps nothing from then on', async () => {
    await ask();
    const running = ask(addressOf('slow', 0, 3));
    await expect.poll(() => seen(addressOf('slow', 0, 3))?.execs.length).toBe(1);
    run.close();
    expect((await running).outcome).toMatchObject({ type: 'host-exited' });
    await expect.poll(() => [seen()?.open, seen(addressOf('slow', 0, 3))?.open]).toEqual([0, 0]);
  });
});
