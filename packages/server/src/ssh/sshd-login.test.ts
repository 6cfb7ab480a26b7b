import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostKeyLedger, ReadyLogin, TrustedKey } from '../run/ports.ts';
import { systemClock } from '../run/clock.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { startAgent, type TestAgent } from '../testing/ssh-agent.ts';
import { makeKey, startSshd, type HostKeyType, type Sshd } from '../testing/sshd.ts';
import { createRunOnHost, listIdentities, parseKnownHosts, readIdentity } from './index.ts';

let sshd: Sshd;
let keyLogin: ReadyLogin;
beforeAll(async () => {
  sshd = await startSshd();
  keyLogin = await loginWith(sshd.privateKeyPath);
});
afterAll(() => sshd.stop());

async function loginWith(path: string, passphrase?: string): Promise<ReadyLogin> {
  return { ...(await readIdentity({ path, passphrase })), user: sshd.userName };
}

interface Knowledge {
  ledger?: HostKeyLedger;
  knownHosts?: string;
}

/** Runs a command on the real sshd; its keys are unchecked unless the test says otherwise. */
function ask(
  request: Partial<RequestOverrides>,
  { ledger = memoryLedger(), knownHosts = '' }: Knowledge = {},
) {
  const known = parseKnownHosts([{ name: 'known_hosts', text: knownHosts }]);
  const run = createRunOnHost({ ledger, knownHosts: known, clock: systemClock });
  return runHost(run, { host: '127.0.0.1', port: sshd.port, login: keyLogin, ...request });
}

const knownLine = ({ type, key }: TrustedKey) => `[127.0.0.1]:${sshd.port} ${type} ${key}\n`;
const hostKeyOf = (kind: string) => sshd.hostKeys.find(({ type }) => type.includes(kind))!;
/** sshd of an ordinary user cannot check passwords. */
const isRoot = process.getuid?.() === 0;

describe('a login', () => {
  test.each<{ kind: HostKeyType; extra: string[]; words: string }>([
    { kind: 'rsa', extra: ['-b', '2048'], words: 'key rsa' },
    { kind: 'ecdsa', extra: [], words: 'key ecdsa' },
    { kind: 'ed25519', extra: ['-N', 'secret words', '-a', '1'], words: 'key ed25519' },
  ])('with a key: $kind $extra', async ({ kind, extra, words }) => {
    const path = await makeKey(join(sshd.folder, `login-${kind}-${extra.length}`), kind, extra);
    await sshd.authorize(readFileSync(`${path}.pub`, 'utf8'));
    const story = await ask({ login: await loginWith(path, 'secret words'), command: 'id -un' });
    expect(story.facts[1]).toMatchObject({ login: `${sshd.userName}, ${words}` });
    expect(story.stdout.toString()).toBe(`${sshd.userName}\n`);
  });

  test('with a key that still has its passphrase', async () => {
    const path = await makeKey(join(sshd.folder, 'still-encrypted'), 'ed25519', [
      '-N',
      'secret words',
      '-a',
      '1',
    ]);
    await sshd.authorize(readFileSync(`${path}.pub`, 'utf8'));
    const login: ReadyLogin = {
      method: 'key',
      user: sshd.userName,
      privateKey: readFileSync(path),
      passphrase: 'secret words',
      label: 'key still-encrypted',
    };
    expect((await ask({ login })).outcome).toMatchObject({ type: 'host-exited', status: 0 });
  });

  test('with a key that the host does not know names the key', async () => {
    const path = await makeKey(join(sshd.folder, 'stranger'), 'ed25519');
    const { outcome } = await ask({ login: await loginWith(path) });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'auth/rejected',
      detail: 'key stranger',
      facts: { method: 'key', keys: 1, key: 'stranger' },
    });
  });

  test.runIf(isRoot)('with a password (runs as root only)', async () => {
    const login = { method: 'password' as const, user: sshd.userName, password: sshd.password! };
    const story = await ask({ login });
    expect(story.facts[1]).toMatchObject({ login: `${sshd.userName}, password` });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  });

  test('with a wrong password fails after one attempt', async () => {
    const login = { method: 'password' as const, user: sshd.userName, password: 'wrong' };
    const { outcome } = await ask({ login });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'auth/rejected',
      detail: 'the password',
      facts: { method: 'password' },
    });
  });

  test('as the user of the target goes before the user of the run', async () => {
    const target = { host: '127.0.0.1', user: sshd.userName };
    const { outcome } = await ask({ target, login: { ...keyLogin, user: 'nobody-here' } });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  });
});

describe('an ssh-agent', () => {
  let agent: TestAgent;
  beforeAll(async () => {
    agent = await startAgent();
  });
  afterAll(() => agent.stop());
  const login = () => ({ method: 'agent' as const, user: sshd.userName, socket: agent.socket });

  test('that holds no key is named as the cause', async () => {
    const { outcome } = await ask({ login: login() });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'auth/agent-unavailable',
      detail: 'it holds no keys',
      facts: { method: 'agent', agent: 'empty' },
    });
  });

  test('logs in with the key that fits, also after one that does not', async () => {
    await agent.add(await makeKey(join(sshd.folder, 'agent-stranger'), 'ecdsa'));
    const rsa = await makeKey(join(sshd.folder, 'agent-rsa'), 'rsa', ['-b', '2048']);
    await sshd.authorize(readFileSync(`${rsa}.pub`, 'utf8'));
    await agent.add(rsa);
    const story = await ask({ login: login() });
    expect(story.facts[1]).toMatchObject({ login: `${sshd.userName}, agent key rsa` });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
  });

  test('is asked for one key alone where that is named', async () => {
    await agent.empty();
    const [stranger, known] = [join(sshd.folder, 'agent-other'), join(sshd.folder, 'agent-known')];
    await agent.add(await makeKey(stranger, 'ecdsa'));
    await agent.add(await makeKey(known, 'ed25519'));
    await sshd.authorize(readFileSync(`${known}.pub`, 'utf8'));
    const using = async (path: string): Promise<ReadyLogin> => {
      const [file] = await listIdentities([path]);
      return { ...login(), key: { fingerprint: file!.fingerprint!, label: `key ${file!.name}` } };
    };
    expect((await ask({ login: await using(known) })).outcome).toMatchObject({ status: 0 });
    expect((await ask({ login: await using(stranger) })).outcome).toMatchObject({
      reason: 'auth/rejected',
      detail: 'key agent-other',
      facts: { method: 'agent', keys: 1 },
    });
    const gone = await using(known);
    await agent.empty();
    await agent.add(stranger);
    expect((await ask({ login: gone })).outcome).toMatchObject({
      reason: 'auth/agent-unavailable',
      detail: 'it no longer holds the key',
    });
  });

  test('that is not there is named as the cause', async () => {
    const { outcome } = await ask({ login: { ...login(), socket: join(sshd.folder, 'no-agent') } });
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'auth/agent-unavailable' });
  });
});

describe('a host key', () => {
  test('that is in known_hosts is known', async () => {
    const story = await ask({ hostKeys: 'strict' }, { knownHosts: knownLine(hostKeyOf('ed25519')) });
    expect(story.facts[1]).toMatchObject({ hostKey: { type: 'ssh-ed25519', trust: 'known' } });
  });

  test.each(['rsa', 'ecdsa'])('of type %s is asked for when that is the one stored', async (kind) => {
    const { type, key } = hostKeyOf(kind);
    const story = await ask({ hostKeys: 'strict' }, { ledger: memoryLedger([{ type, key }]) });
    expect(story.facts[1]).toMatchObject({ hostKey: { type, trust: 'known' } });
  });

  test('that nobody knows ends the host under strict, with its fingerprint', async () => {
    const { outcome } = await ask({ hostKeys: 'strict' });
    const { type, key } = hostKeyOf('ed25519');
    const blob = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace('=', '');
    const fingerprint = `SHA256:${blob}`;
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'verify/unknown-host-key',
      detail: `ssh-ed25519 ${fingerprint}`,
      hostKey: { type, fingerprint, expected: [] },
    });
  });

  test('that nobody knows is recorded under accept-new, and known the next time', async () => {
    const ledger = memoryLedger();
    const first = await ask({ hostKeys: 'accept-new' }, { ledger });
    expect(first.facts[1]).toMatchObject({ hostKey: { trust: 'recorded' } });
    expect(ledger.recorded).toEqual([hostKeyOf('ed25519')]);
    const second = await ask({ hostKeys: 'strict' }, { ledger });
    expect(second.facts[1]).toMatchObject({ hostKey: { trust: 'known' } });
  });

  test.each(['strict', 'accept-new'] as const)(
    'that has changed ends the host under %s',
    async (hostKeys) => {
      const other = await makeKey(join(sshd.folder, `other-${hostKeys}`), 'ed25519');
      const [type, key] = readFileSync(`${other}.pub`, 'utf8').split(' ') as [string, string];
      const { outcome, types } = await ask({ hostKeys }, { ledger: memoryLedger([{ type, key }]) });
      expect(outcome).toMatchObject({
        type: 'host-failed',
        reason: 'verify/host-key-changed',
        hostKey: { type: 'ssh-ed25519', expected: [expect.stringMatching(/^SHA256:/)] },
      });
      expect(types).toEqual(['host-connecting', 'host-failed']);
    },
  );

  test('that is revoked ends the host although it is trusted too', async () => {
    const line = knownLine(hostKeyOf('ed25519'));
    const { outcome } = await ask({ hostKeys: 'accept-new' }, { knownHosts: `${line}@revoked ${line}` });
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'verify/host-key-revoked' });
  });

  test('is not looked at under insecure, and the log says so', async () => {
    const story = await ask({ hostKeys: 'insecure' });
    expect(story.facts[1]).toMatchObject({ hostKey: { trust: 'unchecked' } });
  });

  test('of a host that only a certificate authority vouches for names the line', async () => {
    const knownHosts = `@cert-authority ${knownLine(hostKeyOf('rsa'))}`;
    const { outcome } = await ask({ hostKeys: 'strict' }, { knownHosts });
    expect(outcome).toMatchObject({
      detail: expect.stringMatching(/known_hosts:1 trusts a host certificate authority/),
    });
  });

  test('that cannot be recorded stops before the login and is no fault of the host', async () => {
    const ledger = { ...memoryLedger(), record: () => Promise.reject(new Error('disk full')) };
    await expect(ask({ hostKeys: 'accept-new' }, { ledger })).rejects.toThrow('disk full');
  });
});
