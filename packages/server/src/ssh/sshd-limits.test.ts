import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { ReadyLogin } from '../run/ports.ts';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { startAgent, type TestAgent } from '../testing/ssh-agent.ts';
import { descendants, killIfThere } from '../testing/descendants.ts';
import { makeKey, startSshd, type Sshd } from '../testing/sshd.ts';
import { createRunOnHost, parseKnownHosts, readIdentity } from './index.ts';

let sshd: Sshd;
/** sshd of an ordinary user cannot check passwords. */
const isRoot = process.getuid?.() === 0;
afterEach(() => sshd.stop());

const run = createRunOnHost({ ledger: memoryLedger(), knownHosts: parseKnownHosts([]), clock: systemClock });

async function start(extraConfig: string[]): Promise<ReadyLogin> {
  sshd = await startSshd({ extraConfig, hostKeyTypes: ['ed25519'] });
  return { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
}
const ask = (request: Partial<RequestOverrides>) =>
  runHost(run, { host: '127.0.0.1', port: sshd.port, ...request });

test('an sshd beyond MaxStartups', async () => {
  const login = await start(['MaxStartups 1:100:1']);
  const occupant = connect(sshd.port, '127.0.0.1');
  await once(occupant, 'data');
  const { outcome } = await ask({ login });
  occupant.destroy();
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'banner/closed' });
});

test('fifty hosts of an sshd that takes one login at a time all have their turn, once', async () => {
  const addresses = Array.from({ length: 50 }, (_, at) => `127.0.0.${at + 1}`);
  sshd = await startSshd({
    extraConfig: ['MaxStartups 1:100:1'],
    hostKeyTypes: ['ed25519'],
    addresses: ['0.0.0.0'],
  });
  const login = { ...(await readIdentity({ path: sshd.privateKeyPath })), user: sshd.userName };
  const marks = join(sshd.folder, 'marks');
  writeFileSync(marks, '');
  chmodSync(marks, 0o666);
  const stories = await Promise.all(
    addresses.map((host) => ask({ host, login, command: `echo x >> ${marks}` })),
  );
  expect(stories.filter(({ outcome }) => outcome.type !== 'host-exited')).toEqual([]);
  expect(readFileSync(marks, 'utf8')).toBe('x\n'.repeat(50));
  expect(Math.max(...stories.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(60_000);
}, 90_000);

test('an sshd that allows no sessions', async () => {
  const { outcome } = await ask({ login: await start(['MaxSessions 0']) });
  expect(outcome).toMatchObject({ type: 'host-failed', reason: 'open/refused', detail: 'open failed' });
});

describe('an agent with three keys', () => {
  let agent: TestAgent;
  const login = (): ReadyLogin => ({ method: 'agent', user: sshd.userName, socket: agent.socket });
  async function startWith(extraConfig: string[]): Promise<void> {
    await start(extraConfig);
    agent = await startAgent();
    for (const name of ['a', 'b', 'c'])
      await agent.add(await makeKey(join(sshd.folder, name), name === 'b' ? 'rsa' : 'ed25519'));
  }
  afterEach(() => agent.stop());

  test.each([
    ['as many', 'MaxAuthTries 6', { keys: 3 }],
    ['fewer', 'MaxAuthTries 2', { held: 3 }],
  ])('none of which fits, where sshd lets one try %s', async (_, limit, facts) => {
    await startWith([limit]);
    const { outcome } = await ask({ login: login() });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'auth/rejected',
      detail: 'no key of the ssh-agent',
      facts: { method: 'agent', ...facts },
    });
  });

  test('and an sshd that takes no keys', async () => {
    await startWith(['PubkeyAuthentication no']);
    const { outcome } = await ask({ login: login() });
    expect(outcome).toMatchObject({ reason: 'auth/no-method', detail: 'it offers password' });
  });

  test.runIf(isRoot).each(['a', 'b'])('of which %s fits, and then a password', async (name) => {
    await startWith(['AuthenticationMethods publickey,password', 'MaxAuthTries 3']);
    await sshd.authorize(readFileSync(join(sshd.folder, `${name}.pub`), 'utf8'));
    const further = { password: sshd.password! };
    const { outcome } = await ask({ login: { ...login(), further } });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    const without = await ask({ login: login() });
    expect(without.outcome).toMatchObject({
      reason: 'auth/no-method',
      detail: 'after this login it also wants password',
      facts: { method: 'agent', alsoWants: ['password'] },
    });
  });
});

test('an sshd that wants a password after the key', async () => {
  const { outcome } = await ask({ login: await start(['AuthenticationMethods publickey,password']) });
  expect(outcome).toMatchObject({
    type: 'host-failed',
    reason: 'auth/no-method',
    detail: 'after this login it also wants password',
    facts: { method: 'key', alsoWants: ['password'] },
  });
});

test.runIf(isRoot)('an sshd that wants a password after the key, and gets it', async () => {
  const login = await start(['AuthenticationMethods publickey,password']);
  const further = { password: sshd.password! };
  const { outcome } = await ask({ login: { ...login, further } });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  const wrong = await ask({ login: { ...login, further: { password: 'not this one' } } });
  expect(wrong.outcome).toMatchObject({
    type: 'host-failed',
    reason: 'auth/rejected',
    detail: 'the password',
  });
});

test('an sshd that takes no passwords', async () => {
  await start(['PasswordAuthentication no']);
  const { outcome } = await ask({ login: { method: 'password', user: sshd.userName, password: 'x' } });
  expect(outcome).toMatchObject({
    type: 'host-failed',
    reason: 'auth/no-method',
    detail: 'it offers publickey',
    facts: { method: 'password', offers: ['publickey'] },
  });
});

test('an sshd whose only key exchange is post-quantum', async () => {
  const { outcome } = await ask({ login: await start(['KexAlgorithms sntrup761x25519-sha512@openssh.com']) });
  expect(outcome).toMatchObject({
    type: 'host-failed',
    reason: 'kex/no-common-algorithm',
    detail: expect.stringMatching(/^key exchange: the host offers sntrup761x25519-sha512@openssh\.com/),
    facts: { list: 'key exchange', offers: expect.arrayContaining(['sntrup761x25519-sha512@openssh.com']) },
  });
});

test.each(['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'])(
  'an sshd with the cipher %s only carries a megabyte',
  async (cipher) => {
    const login = await start([`Ciphers ${cipher}`, 'RekeyLimit 256K']);
    const { outcome, stdout } = await ask({ login, command: 'head -c 1048576 /dev/zero' });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(stdout.equals(Buffer.alloc(1024 ** 2))).toBe(true);
  },
);

test.each([
  ['KexAlgorithms', 'curve25519-sha256@libssh.org'],
  ['KexAlgorithms', 'ecdh-sha2-nistp256'],
  ['KexAlgorithms', 'ecdh-sha2-nistp384'],
  ['KexAlgorithms', 'ecdh-sha2-nistp521'],
  ['KexAlgorithms', 'diffie-hellman-group14-sha256'],
  ['KexAlgorithms', 'diffie-hellman-group16-sha512'],
  ['MACs', 'hmac-sha2-256'],
  ['MACs', 'hmac-sha2-512'],
  ['MACs', 'hmac-sha2-256-etm@openssh.com'],
  ['MACs', 'hmac-sha2-512-etm@openssh.com'],
])('an sshd with %s %s only', async (option, algorithm) => {
  const login = await start([`${option} ${algorithm}`, ...(option === 'MACs' ? ['Ciphers aes128-ctr'] : [])]);
  const { facts, outcome } = await ask({ login });
  expect(facts[1]).toMatchObject({ algorithms: expect.stringContaining(algorithm) });
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
});

test.each([
  ['KexAlgorithms', 'diffie-hellman-group-exchange-sha256'],
  ['KexAlgorithms', 'diffie-hellman-group14-sha1'],
  ['Ciphers', 'chacha20-poly1305@openssh.com'],
  ['Ciphers', 'aes128-cbc'],
])('an sshd with %s %s only is refused, and told apart by name', async (option, algorithm) => {
  const { outcome } = await ask({ login: await start([`${option} ${algorithm}`]) });
  expect(outcome).toMatchObject({
    type: 'host-failed',
    reason: 'kex/no-common-algorithm',
    detail: expect.stringContaining(algorithm),
  });
});

test('a host that dies with its command running', async () => {
  const login = await start([]);
  const { outcome, stdout } = await runHost(
    run,
    { host: '127.0.0.1', port: sshd.port, login, command: 'echo up; sleep 30' },
    async (fact) => {
      if (fact.type !== 'host-output') return;
      const pids = await descendants(sshd.pid);
      const sessions = pids.filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('sshd'));
      for (const pid of sessions) killIfThere(pid);
    },
  );
  expect(stdout.toString()).toBe('up\n');
  expect(outcome).toMatchObject({ type: 'host-unknown', reason: 'connection-lost' });
});
