import { once } from 'node:events';
import type { ClientChannel } from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn, SOON, type Login } from './client.suite.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { addressOf } from './scenarios.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.close());

function forward(login: Login, host: string, port = fleet.port): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    login.client.forwardOut('127.0.0.1', 0, host, port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });
}
const greeting = async (channel: ClientChannel) => String((await once(channel, 'data'))[0]).slice(0, 8);

test('a bastion leads to other hosts of the fleet, also by the names that they print', async () => {
  const login = await logIn(addressOf('bastion'), fleet.port);
  for (const host of ['127.1.7.1', 'host-1-7-1']) {
    const channel = await forward(login, host);
    expect(await greeting(channel)).toBe('SSH-2.0-');
    channel.destroy();
  }
  await expect(forward(login, '127.1.7.1', 1)).rejects.toThrow('Connection refused');
  await expect(forward(login, 'example.com')).rejects.toThrow('Name or service not known');
  expect(fleet.ledger('127.1.7.1')[0]).toMatchObject({ connections: 2 });
  const forwards = { all: 2, open: 0, most: 1 };
  await expect
    .poll(() => fleet.ledger(addressOf('bastion'))[0], SOON)
    .toMatchObject({ forwards, bytesSent: 0 });
  login.client.end();
  await login.closed;
});

test('it refuses more than its number at once, and takes one when another has gone', async () => {
  const login = await logIn(addressOf('bastion', 1, 1), fleet.port);
  const first = await forward(login, '127.1.7.2');
  await expect(forward(login, '127.1.7.2')).rejects.toMatchObject({ reason: 4 });
  first.destroy();
  const open = () => fleet.ledger(addressOf('bastion', 1, 1))[0]?.forwards.open;
  await expect.poll(open, SOON).toBe(0);
  (await forward(login, '127.1.7.2')).destroy();
  login.client.end();
  await login.closed;
});

test('a bastion that dies takes what it passes on with it', async () => {
  const login = await logIn(addressOf('bastion-dies'), fleet.port);
  const channel = await forward(login, addressOf('endless-banner'));
  channel.resume();
  await login.closed;
  expect(login.errors.join()).toMatch(/ECONNRESET/);
});

test('an ordinary host forwards nothing', async () => {
  const login = await logIn(addressOf('name', 7, 3), fleet.port);
  await expect(forward(login, '127.1.7.1')).rejects.toMatchObject({ reason: 1 });
  login.client.end();
  await login.closed;
});
