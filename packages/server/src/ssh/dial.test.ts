import { startFleet, type Fleet } from '@rollcall/demo-fleet';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { startDeafListener } from '../testing/deaf-listener.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts, type RunOnHostOptions } from './index.ts';

let fleet: Fleet;
let closedPort: number;
beforeAll(async () => {
  fleet = await startFleet();
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closedPort = (server.address() as { port: number }).port;
  await new Promise((resolve) => server.close(resolve));
});
afterAll(() => fleet.close());

const FIXED = { ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock };

function ask(request: RequestOverrides, options: Partial<RunOnHostOptions> = {}) {
  return runHost(createRunOnHost({ ...FIXED, ...options }), { port: fleet.port, ...request });
}
const names = (table: Record<string, string[]>) => async (name: string) => {
  const addresses = table[name];
  if (addresses === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
  return addresses;
};

test('a closed port is refused', async () => {
  const { outcome, elapsedMs } = await ask({ host: '127.0.0.1', port: closedPort });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'connect/refused', detail: 'ECONNREFUSED' });
  expect(elapsedMs).toBeLessThan(1_000);
});

test('a name is looked up, and the address that was dialled is told', async () => {
  const { facts, stdout } = await ask({ host: 'web1' }, { resolve: names({ web1: ['127.1.0.9'] }) });
  expect(facts[1]).toMatchObject({
    type: 'host-connected',
    address: '127.1.0.9',
    stages: { resolveMs: expect.any(Number) },
  });
  expect(stdout.toString()).toBe('host-1-0-9\n');
});

test('the system looks up localhost', async () => {
  const { facts } = await ask({ host: 'localhost' });
  expect(facts[1]).toMatchObject({ type: 'host-connected', address: '127.0.0.1' });
});

test('a name without an address', async () => {
  const { outcome } = await ask({ host: 'web2' }, { resolve: names({}) });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'resolve/not-found' });
  const empty = await ask({ host: 'web2' }, { resolve: names({ web2: [] }) });
  expect(empty.outcome).toMatchObject({ type: 'host-failed', reason: 'resolve/not-found' });
});

test('a name server that does not answer', async () => {
  const resolve = () => new Promise<string[]>(() => undefined);
  const { outcome } = await ask({ host: 'web3', limits: { resolveMs: 150 } }, { resolve });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'resolve/timeout', limitMs: 150 });
});

test('names that hang do not delay addresses', async () => {
  const run = createRunOnHost({ ...FIXED, resolve: () => new Promise<string[]>(() => undefined) });
  const waiting = new AbortController();
  const slow = Array.from({ length: 50 }, (_, at) =>
    runHost(run, { host: `slow${at}`, signal: waiting.signal }),
  );
  const { outcome, elapsedMs } = await runHost(run, { host: '127.1.0.1', port: fleet.port });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(elapsedMs).toBeLessThan(2_000);
  waiting.abort();
  for (const story of await Promise.all(slow))
    expect(story.outcome).toMatchObject({ type: 'host-cancelled' });
});

test('a lookup that waits for its turn is not timed yet', async () => {
  let answer: (() => void)[] = [];
  const resolve = () => new Promise<string[]>((done) => void answer.push(() => done(['127.1.0.2'])));
  const run = createRunOnHost({ ...FIXED, resolve });
  const stories = Array.from({ length: 6 }, (_, at) =>
    runHost(run, { host: `name${at}`, port: fleet.port, limits: { resolveMs: 600 } }),
  );
  for (let answered = 0; answered < stories.length;) {
    await expect.poll(() => answer.length, { interval: 50 }).toBeGreaterThan(0);
    // Each turn takes a good part of the limit; all of them together take longer than it.
    await new Promise((done) => setTimeout(done, 250));
    answered += answer.length;
    for (const one of answer.splice(0)) one();
  }
  answer = [];
  for (const story of await Promise.all(stories))
    expect(story.outcome).toMatchObject({ type: 'host-exited' });
});

test('a port that gives no answer at all', async () => {
  const deaf = await startDeafListener('127.0.0.1');
  const limits = { connectMs: 300 };
  const { outcome, elapsedMs } = await ask({ host: '127.0.0.1', port: deaf.port, limits });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'connect/timeout', limitMs: 300 });
  expect(elapsedMs).toBeLessThan(2_000);
  deaf.close();
});

test('the next address is tried when one is refused, and when one gives no answer', async () => {
  const deaf = await startDeafListener('127.1.0.1');
  const good = await startFleet({ listen: '127.1.0.3', port: deaf.port });
  const resolve = names({ three: ['127.1.0.2', '127.1.0.1', '127.1.0.3'] });
  const request = { host: 'three', port: deaf.port, limits: { connectMs: 900 } };
  const { facts } = await ask(request, { resolve });
  expect(facts[1]).toMatchObject({ type: 'host-connected', address: '127.1.0.3' });
  await good.close();
  deaf.close();
});

test('all addresses refused: the first reason is told', async () => {
  const resolve = names({ two: ['127.0.0.1', '::1'] });
  const { outcome } = await ask({ host: 'two', port: closedPort }, { resolve });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'connect/refused' });
});

test('a route leads elsewhere, while the key is looked for under the name as typed', async () => {
  const { keyType: type, key } = fleet.hostKey;
  const asked: unknown[] = [];
  const ledger = {
    find: async (host: string, port: number) => {
      asked.push([host, port]);
      return { trusted: [{ type, key }], revoked: [] };
    },
    record: async () => undefined,
  };
  const routes = new Map([['192.0.2.7', { host: '127.1.0.7', port: fleet.port }]]);
  const { facts } = await ask({ host: '192.0.2.7', port: 22, hostKeys: 'strict' }, { ledger, routes });
  expect(asked).toEqual([['192.0.2.7', 22]]);
  expect(facts[1]).toMatchObject({ address: '127.1.0.7', hostKey: { trust: 'known' } });
});

test('the port of the target goes before the port of the run', async () => {
  const target = { host: '127.1.0.4', port: fleet.port };
  const { outcome } = await ask({ host: '127.1.0.4', target, port: closedPort });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
});

test('the engine lets a host go on: nothing is said on the connection before', async () => {
  let admitted: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => void (admitted = resolve));
  let connected = false;
  const admit = () => {
    connected = true;
    return gate;
  };
  const story = ask({ host: '127.1.0.5', admit });
  await expect.poll(() => connected).toBe(true);
  await expect.poll(() => fleet.ledger('127.1.0.5')[0]?.reached).toBe('connected');
  admitted();
  expect((await story).outcome).toMatchObject({ type: 'host-exited', status: 0 });
});
