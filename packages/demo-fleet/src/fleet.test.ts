import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, test, vi } from 'vitest';
import { ask, keyShown, logIn, run, SOON } from './client.suite.ts';
import { startFleet, type FleetOptions } from './fleet.ts';

async function withFleet(
  options: FleetOptions,
  use: (fleet: Awaited<ReturnType<typeof startFleet>>) => Promise<void>,
): Promise<void> {
  const fleet = await startFleet(options);
  try {
    await use(fleet);
  } finally {
    await fleet.close();
  }
}

/** A new key pair in the formats that clients and `authorized_keys` use. */
function keyPair(): { privateKey: string; line: string } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  const parsed = ssh2.utils.parseKey(pem);
  if (parsed instanceof Error) throw parsed;
  return {
    privateKey: pem,
    line: `ecdsa-sha2-nistp256 ${parsed.getPublicSSH().toString('base64')} somebody`,
  };
}

const HOST = '127.1.0.1';

describe('who may log in', () => {
  const mine = keyPair();
  const other = keyPair();
  const noPassword = { authHandler: ['publickey' as const] };
  test.each([
    ['everybody by password', {}, { username: 'x', password: 'y' }, true],
    ['everybody by any key', {}, { username: 'x', privateKey: mine.privateKey, ...noPassword }, true],
    ['nobody without anything', {}, { authHandler: ['none' as const] }, false],
    ['the right password', { user: 'ops', password: 'pw' }, { username: 'ops', password: 'pw' }, true],
    ['not a wrong one', { user: 'ops', password: 'pw' }, { username: 'ops', password: 'PW' }, false],
    ['not another user', { user: 'ops', password: 'pw' }, { username: 'root', password: 'pw' }, false],
    [
      'an authorized key',
      { authorizedKeys: [mine.line] },
      { privateKey: mine.privateKey, ...noPassword },
      true,
    ],
    [
      'not another key',
      { authorizedKeys: [mine.line] },
      { privateKey: other.privateKey, ...noPassword },
      false,
    ],
  ])('%s', async (_who, accounts, config, admitted) => {
    await withFleet(accounts, async (fleet) => {
      const login = logIn(HOST, fleet.port, config);
      if (!admitted) return expect(login).rejects.toThrow('authentication methods failed');
      const { client, closed } = await login;
      expect(fleet.ledger(HOST)[0]).toMatchObject({ reached: 'ready' });
      client.end();
      await closed;
    });
  });
});

test('says with which key, and how often', async () => {
  await withFleet({}, async (fleet) => {
    const { client, closed } = await logIn(HOST, fleet.port, {
      privateKey: keyPair().privateKey,
      authHandler: ['publickey'],
    });
    expect(fleet.ledger(HOST)[0]).toMatchObject({
      authPackets: 2,
      publicKeyAttempts: 2,
      passwordAttempts: 0,
    });
    client.end();
    await closed;
  });
});

test('shows the key that it says it has, the same again for the same seed', async () => {
  const keySeed = Buffer.alloc(32, 3);
  let first = '';
  await withFleet({ keySeed }, async (fleet) => {
    first = fleet.hostKey.key;
    expect(await keyShown(HOST, fleet.port)).toBe(first);
    expect(fleet.hostKeyOf(HOST)).toEqual(fleet.hostKey);
    await expect.poll(() => fleet.ledger(HOST)[0], SOON).toMatchObject({ stage: 'closed', authPackets: 0 });
  });
  await withFleet({ keySeed }, async (fleet) => expect(fleet.hostKey.key).toBe(first));
});

test('behaves as it is told instead of by the table', async () => {
  await withFleet(
    { behaviour: (address) => ({ exec: { type: 'exit-status', status: address.length } }) },
    async (fleet) => {
      expect((await ask(HOST, fleet.port)).statuses).toEqual([HOST.length]);
    },
  );
});

test.each([
  ['the environment', 'uptime', { ROLLCALL_ATTEMPT: '7f' }, '7f'],
  ['an assignment before the command', 'ROLLCALL_ATTEMPT=7f; uptime', {}, '7f'],
  ['an assignment for the command', "ROLLCALL_ATTEMPT='7f' uptime", {}, '7f'],
  ['nowhere', 'echo ROLLCALL_ATTEMPT=7f', {}, null],
])('notes the attempt from %s', async (_where, command, env, attempt) => {
  await withFleet({}, async (fleet) => {
    await ask(HOST, fleet.port, command, env);
    expect(fleet.ledger(HOST)[0]?.execs).toMatchObject([{ attempt, command }]);
  });
});

test('counts only what fits into the window of a client that does not read', async () => {
  await withFleet({}, async (fleet) => {
    const flood = '127.14.0.1';
    const login = await logIn(flood, fleet.port);
    login.client.exec('hello', () => {});
    // Its window of 2 MiB, and 1 MiB that ssh2 lets in before it notices that nobody reads.
    const bytesSent = 3 * 1024 ** 2;
    await expect.poll(() => fleet.ledger(flood)[0]?.bytesSent, SOON).toBe(bytesSent);
    login.socket.destroy();
    await expect.poll(() => fleet.ledger(flood)[0], SOON).toMatchObject({ stage: 'closed', bytesSent });
  });
});

test('several commands on one connection share its ledger', async () => {
  await withFleet({}, async (fleet) => {
    const login = await logIn(HOST, fleet.port);
    await Promise.all([run(login, 'one'), run(login, 'two')]);
    expect(fleet.ledger(HOST)[0]).toMatchObject({ connections: 1, bytesSent: 2 * 'host-1-0-1\n'.length });
    expect(
      fleet
        .ledger(HOST)[0]
        ?.execs.map(({ command }) => command)
        .sort(),
    ).toEqual(['one', 'two']);
    login.client.end();
    await login.closed;
  });
});

test.each([
  ['FIN', 'client-fin', (socket: { end(): void }) => socket.end()],
  ['RST', 'client-rst', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
] as const)('knows that the client ended it with %s', async (_how, closedBy, end) => {
  await withFleet({}, async (fleet) => {
    const login = await logIn('127.13.0.1', fleet.port);
    end(login.socket);
    await expect.poll(() => fleet.ledger('127.13.0.1')[0], SOON).toMatchObject({ stage: 'closed', closedBy });
  });
});

test('announces changes of the ledger, and forgets it on reset', async () => {
  const onLedgerChange = vi.fn();
  await withFleet({ onLedgerChange }, async (fleet) => {
    await ask(HOST, fleet.port);
    expect(onLedgerChange).toHaveBeenCalled();
    fleet.reset();
    expect(fleet.ledger()).toEqual([]);
  });
});

test('rejects when the port is taken', async () => {
  await withFleet({}, async ({ port }) => {
    await expect(startFleet({ port })).rejects.toThrow('EADDRINUSE');
  });
});

test('drops open connections when it closes', async () => {
  const fleet = await startFleet();
  const hung = await logIn('127.13.0.1', fleet.port);
  await fleet.close();
  await hung.closed;
  await expect(logIn('127.13.0.1', fleet.port)).rejects.toThrow('ECONNREFUSED');
});
