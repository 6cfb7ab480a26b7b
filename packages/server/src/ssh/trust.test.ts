import { addressOf, startFleet, type Fleet } from '@rollcall/demo-fleet';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyLogin } from '../run/ports.ts';
import { systemClock } from '../run/clock.ts';
import { freshKey } from '../testing/fresh-key.ts';
import { memoryLedger, runHost, type RequestOverrides } from '../testing/run-host.ts';
import { createRunOnHost, parseKnownHosts } from './index.ts';

const PASSWORD = 'a secret';
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ user: 'ops', password: PASSWORD });
});
afterAll(() => fleet.close());

function ask(request: RequestOverrides, trusted: { type: string; key: string }[] = []) {
  const options = { ledger: memoryLedger(trusted), knownHosts: parseKnownHosts([]), clock: systemClock };
  const login: ReadyLogin = { method: 'password', user: 'ops', password: PASSWORD };
  return runHost(createRunOnHost(options), { port: fleet.port, login, ...request });
}

describe('no authentication packet leaves before the host key is trusted', () => {
  test.each([
    ['an unknown key under strict', 'strict', 'verify/unknown-host-key', addressOf('name', 0, 20), false],
    [
      'a changed key under strict',
      'strict',
      'verify/host-key-changed',
      addressOf('fresh-host-key', 0, 1),
      true,
    ],
    [
      'a changed key under accept-new',
      'accept-new',
      'verify/host-key-changed',
      addressOf('fresh-host-key', 0, 2),
      true,
    ],
    [
      'a key of another type',
      'accept-new',
      'verify/host-key-changed',
      addressOf('other-host-key', 0, 3),
      true,
    ],
  ] as const)('%s', async (_sentence, hostKeys, reason, host, known) => {
    const attempts = Array.from({ length: 20 }, () =>
      ask({ host, hostKeys }, known ? [{ type: fleet.hostKey.keyType, key: fleet.hostKey.key }] : []),
    );
    for (const { outcome } of await Promise.all(attempts))
      expect(outcome).toMatchObject({ type: 'host-failed', reason });
    expect(fleet.ledger(host)[0]).toMatchObject({ connections: 20, authPackets: 0, reached: 'banner' });
  });
});

describe('one login is one attempt', () => {
  test.each([
    ['a password that is taken', addressOf('name', 0, 30), 1],
    ['a password that is refused', addressOf('login-refused', 0, 30), 1],
  ])('%s', async (_sentence, host, packets) => {
    await ask({ host });
    expect(fleet.ledger(host)[0]).toMatchObject({ authPackets: packets, passwordAttempts: 1 });
  });

  test('a key that is taken is signed for in the first packet', async () => {
    const host = addressOf('name', 0, 31);
    const privateKey = freshKey();
    const open = await startFleet();
    const login: ReadyLogin = {
      method: 'key',
      user: 'ops',
      privateKey: Buffer.from(privateKey),
      label: 'key x',
    };
    const { outcome } = await ask({ host, port: open.port, login });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(open.ledger(host)[0]).toMatchObject({ authPackets: 1, publicKeyAttempts: 1 });
    await open.close();
  });

  test('a host that asks for the password by keyboard-interactive gets it there', async () => {
    const host = addressOf('keyboard-interactive', 0, 32);
    const { facts, outcome } = await ask({ host });
    expect(facts[1]).toMatchObject({ type: 'host-connected', login: 'ops, password' });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(fleet.ledger(host)[0]).toMatchObject({ passwordAttempts: 1 });
  });
});

/** An SSH server that asks its questions round by round; resolves with the answers it got. */
async function askedBy(
  rounds: { prompt: string; echo: boolean }[][],
  further?: ReadyLogin['further'],
): Promise<{ answers: string[][]; reason: unknown }> {
  const key = freshKey();
  const answers: string[][] = [];
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      const next = (round: number): void => {
        const prompts = rounds[round];
        if (prompts === undefined) return context.reject();
        context.prompt(prompts, (given) => {
          answers.push(given);
          next(round + 1);
        });
      };
      next(0);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const login: ReadyLogin = { method: 'password', user: 'ops', password: PASSWORD, further };
  const { outcome } = await ask({ host: '127.0.0.1', port, login });
  server.close();
  return { answers, reason: outcome.type === 'host-failed' ? outcome.reason : outcome.type };
}

describe('the password answers nothing but a hidden question for a password', () => {
  test.each(['Password: ', "ops@web1's password:", '密码：', 'Mot de passe : ', 'パスワード: '])(
    'answers %s',
    async (prompt) => {
      const { answers, reason } = await askedBy([[{ prompt, echo: false }]]);
      expect(answers).toEqual([[PASSWORD]]);
      expect(reason).toBe('auth/rejected');
    },
  );

  const secret = (prompt: string) => ({ prompt, echo: false });
  const ODD = [
    'Verification code: ',
    'OTP: ',
    'PIN: ',
    'Passcode or option (1-3): ',
    'Answer: ',
    '',
    'Yubikey for ops: ',
  ];
  test.each([
    ['a code alone', [[{ prompt: 'Verification code: ', echo: false }]], [['424242']]],
    ['a code that is shown', [[{ prompt: 'One-time code: ', echo: true }]], [['424242']]],
    ['the password, then a code', [[secret('Password: ')], [secret('验证码：')]], [[PASSWORD], ['424242']]],
    ['a code twice', [[secret('OTP: ')], [secret('OTP: ')]], [['424242']]],
  ])('with a code at hand, answers %s', async (_, rounds, expected) => {
    const further = { code: { text: '424242', untilMs: Date.now() + 60_000 } };
    expect((await askedBy(rounds, further)).answers).toEqual(expected);
  });

  test('gives the code to a host that wants it after the first half of the login', async () => {
    const host = addressOf('two-step-login', 0, 33);
    const further = { code: { text: '424242', untilMs: Date.now() + 60_000 } };
    const { outcome } = await ask({
      host,
      login: { method: 'password', user: 'ops', password: PASSWORD, further },
    });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
    const wrong = { code: { text: '000000', untilMs: Date.now() + 60_000 } };
    const refused = await ask({
      host,
      login: { method: 'password', user: 'ops', password: PASSWORD, further: wrong },
    });
    expect(refused.outcome).toMatchObject({ reason: 'auth/rejected', detail: 'the one-time code' });
  });

  test('does not send a code that is too old', async () => {
    const further = { code: { text: '424242', untilMs: Date.now() - 1 } };
    const { answers, reason } = await askedBy([[secret('Verification code: ')]], further);
    expect(answers).toEqual([]);
    expect(reason).toBe('auth/no-method');
  });

  test.each([
    { sentence: 'a question shown while typing', prompts: [{ prompt: 'Password: ', echo: true }] },
    { sentence: 'two questions', prompts: [secret('Password: '), secret('Password again: ')] },
    ...ODD.map((prompt) => ({ sentence: `"${prompt}"`, prompts: [secret(prompt)] })),
  ])('does not answer $sentence', async ({ prompts }) => {
    const { answers, reason } = await askedBy([prompts]);
    expect(answers).toEqual([]);
    expect(reason).toBe('auth/no-method');
  });
});

describe('RSA keys sign with SHA-2', () => {
  /** A server that says nothing of the signatures it takes, as those before RFC 8308. */
  async function silentOnSignatures(): Promise<{ port: number; hashes: unknown[]; close(): void }> {
    const hashes: unknown[] = [];
    const key = freshKey();
    const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
      const { _protocol: protocol } = client as unknown as { _protocol: { _kex: object | undefined } };
      let kex: object | undefined;
      Object.defineProperty(protocol, '_kex', {
        get: () => kex,
        set(value: object) {
          kex = Object.defineProperty(value, 'remoteExtInfoEnabled', {
            get: () => false,
            set() {},
          });
        },
      });
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        if (context.method === 'publickey') hashes.push(context.hashAlgo);
        context.reject(['publickey']);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { port: (server.address() as { port: number }).port, hashes, close: () => server.close() };
  }

  test('also for a host that does not say what it takes', async () => {
    const server = await silentOnSignatures();
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const login: ReadyLogin = {
      method: 'key',
      user: 'ops',
      privateKey: Buffer.from(privateKey),
      label: 'key rsa',
    };
    const { outcome } = await ask({ host: '127.0.0.1', port: server.port, login });
    server.close();
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'auth/rejected', detail: 'key rsa' });
    expect(server.hashes).toEqual(['sha256']);
  });
});

test('a host that asks for channels of its own gets none', async () => {
  const key = freshKey();
  const answers: string[] = [];
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    const note = (what: string) => (error: Error | undefined) =>
      void answers.push(`${what} ${error === undefined ? 'opened' : 'refused'}`);
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('session', (accept) => {
      accept().on('exec', (accepted) => {
        const channel = accepted();
        client.forwardOut('127.0.0.1', 1, '127.0.0.1', 2, note('tcp'));
        client.x11('127.0.0.1', 1, note('x11'));
        client.openssh_forwardOutStreamLocal('/tmp/socket', (error?: Error) => {
          note('unix')(error);
          channel.exit(0);
          channel.end();
        });
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { outcome } = await ask({ host: '127.0.0.1', port: (server.address() as { port: number }).port });
  server.close();
  expect(outcome).toMatchObject({ type: 'host-exited', status: 0 });
  expect(answers).toEqual(['tcp refused', 'x11 refused', 'unix refused']);
});
