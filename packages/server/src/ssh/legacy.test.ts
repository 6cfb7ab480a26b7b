import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { ParsedKey } from 'ssh2';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { makeKey, startSshd } from '../testing/sshd.ts';
import { algorithmsFor } from './algorithms.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from './index.ts';
import { signAtOnce, type Ssh2Protocol } from './ssh2-internals.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });
const ask = (host: string, more: Partial<RequestOverrides> = {}) =>
  runHost(run, { host, port: fleet.port, ...more });

describe('a host whose algorithms are out of date', () => {
  test.each([
    [0, 'key exchange', ['diffie-hellman-group14-sha1']],
    [1, 'key exchange', ['diffie-hellman-group14-sha1']],
    [2, 'host key', ['ssh-rsa']],
    [3, 'cipher', ['aes128-cbc', 'aes256-cbc']],
    [4, 'MAC', ['hmac-sha1']],
  ])('(%i) is refused by name, and told that it could be marked', async (x, list, offers) => {
    const { outcome } = await ask(addressOf('legacy', x));
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'kex/no-common-algorithm',
      facts: { list, offers: expect.arrayContaining(offers), legacy: true },
    });
    expect(fleet.ledger(addressOf('legacy', x))[0]).toMatchObject({ connections: 1, authPackets: 0 });
  });

  test.each([0, 1, 2, 3, 4])('(%i) is reached when it is marked', async (x) => {
    const { outcome, facts } = await ask(addressOf('legacy', x), { legacy: true });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    const connected = facts.find(({ type }) => type === 'host-connected');
    expect(connected).toMatchObject({ algorithms: expect.stringMatching(/sha1|ssh-rsa|-cbc/) });
  });

  test.each([
    ['a host key that nobody should trust', 1],
    ['a certificate of a host', 2],
    ['nothing but key exchanges of tomorrow', 0],
  ])('is not helped by the mark where it has %s', async (_, x) => {
    const { outcome } = await ask(addressOf('nothing-in-common', x));
    expect(outcome).toMatchObject({ reason: 'kex/no-common-algorithm' });
    expect((outcome as { facts: object }).facts).not.toHaveProperty('legacy');
  });

  test('never gets compression', async () => {
    for (const legacy of [false, true]) {
      const { outcome } = await ask(addressOf('nothing-in-common', 4), { legacy });
      expect(outcome).toMatchObject({ reason: 'kex/no-common-algorithm', facts: { list: 'compression' } });
      expect(algorithmsFor(new Set(), legacy).compress).toEqual(['none']);
    }
  });

  test('is offered what is current first, and what its key is known as before all', () => {
    const { kex, serverHostKey, cipher } = algorithmsFor(new Set(['ssh-rsa']), true);
    expect(serverHostKey.slice(0, 4)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa', 'ssh-ed25519']);
    expect([kex[0], cipher[0]]).toEqual(['curve25519-sha256', 'aes128-gcm@openssh.com']);
    const current = algorithmsFor(new Set(), false);
    expect(JSON.stringify(current)).not.toMatch(/sha1"|ssh-rsa|cbc|zlib|chacha/);
  });
});

test('an RSA key signs with SHA-2 also for a host that is marked, as long as that takes it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-old-key-'));
  const identity = await readIdentity({ path: await makeKey(join(folder, 'old-key'), 'rsa') });
  await rm(folder, { recursive: true });
  const login = { ...identity, user: 'ops' };
  for (const [host, legacy] of [
    [addressOf('legacy', 1, 1), true],
    ['127.1.8.1', false],
  ] as const) {
    expect((await ask(host, { login, legacy })).outcome).toMatchObject({ type: 'host-exited' });
    expect(fleet.ledger(host)[0]?.signatures).toEqual(['sha256']);
  }
});

test.each([
  ['ssh-rsa', 'sha1'],
  ['rsa-sha2-256', 'sha256'],
  ['rsa-sha2-512', 'sha512'],
  ['ssh-ed25519', undefined],
])('a signature of %s has the hash that belongs to it', (algorithm, hash) => {
  const sign = vi.fn((_data: Buffer, _hash?: string) => Buffer.from('signed'));
  const asked: unknown[] = [];
  const protocol = {
    authPK: (
      _user: string,
      _key: unknown,
      _algorithm: string,
      signed: (data: Buffer, done: () => void) => void,
    ) => signed(Buffer.from('data'), () => asked.push(algorithm)),
  } as unknown as Ssh2Protocol;
  signAtOnce(protocol);
  protocol.authPK('ops', { sign } as unknown as ParsedKey, algorithm);
  expect(sign.mock.calls).toEqual([[Buffer.from('data'), hash]]);
  expect(asked).toEqual([algorithm]);
});

test('a real sshd with the algorithms of 2012', async () => {
  const sshd = await startSshd({
    hostKeyTypes: ['rsa'],
    extraConfig: [
      'KexAlgorithms diffie-hellman-group14-sha1',
      'HostKeyAlgorithms ssh-rsa',
      'Ciphers aes128-cbc',
      'MACs hmac-sha1',
    ],
  });
  const path = await makeKey(join(sshd.folder, 'old-key'), 'rsa');
  await sshd.authorize(readFileSync(`${path}.pub`, 'utf8'));
  const login = { ...(await readIdentity({ path })), user: sshd.userName };
  const request = { port: sshd.port, login, command: 'echo old; exit 7' };
  const refused = await ask('127.0.0.1', request);
  const marked = await ask('127.0.0.1', { ...request, legacy: true });
  await sshd.stop();
  expect(refused.outcome).toMatchObject({ reason: 'kex/no-common-algorithm', facts: { legacy: true } });
  expect(marked.outcome).toMatchObject({ type: 'host-exited', status: 7 });
  expect(marked.stdout.toString()).toBe('old\n');
});
