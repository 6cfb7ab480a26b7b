import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, keyShown, logIn, run } from '../client.suite.ts';
import { startDemoFleet, type DemoFleet } from './demo-fleet.ts';

const KEY_SEED = Buffer.alloc(32, 5);
let fleet: DemoFleet;
beforeAll(async () => {
  fleet = await startDemoFleet({ keySeed: KEY_SEED });
});
afterAll(() => fleet.close());

function route(number: number): { host: string; port: number } {
  const found = fleet.routes.get(`192.0.2.${number}`);
  if (found === undefined) throw new Error(`no route to ${number}`);
  return found;
}

async function askHost(number: number, command: string) {
  return ask(route(number).host, route(number).port, command);
}

const trusted = (number: number): string | undefined => fleet.hostKeys[number - 1]?.key;
const shown = async (number: number): Promise<string> => keyShown(route(number).host, route(number).port);

test('every target has a route on this machine and a key', () => {
  const addresses = Array.from({ length: 100 }, (_, index) => `192.0.2.${index + 1}`);
  expect([...fleet.routes.keys()]).toEqual(addresses);
  expect(fleet.hostKeys.map(({ host }) => host)).toEqual(addresses);
  expect(new Set(fleet.hostKeys.map(({ key }) => key)).size).toBe(100);
  for (const { host } of fleet.routes.values()) expect(host).toBe('127.0.0.1');
});

test('machines answer with their own name', async () => {
  const [first, second] = await Promise.all([askHost(3, 'uname -n'), askHost(8, 'hostname')]);
  expect(first).toMatchObject({ stdout: Buffer.from('web-03\n'), statuses: [0] });
  expect(second).toMatchObject({ stdout: Buffer.from('db-08\n'), statuses: [0] });
});

test('output streams through the network while the command runs, and a signal ends it', async () => {
  const login = await logIn(route(3).host, route(3).port);
  const seen = await run(login, 'echo before; sleep infinity', {}, (channel) => {
    channel.once('data', () => channel.signal('TERM'));
  });
  expect(seen).toMatchObject({ stdout: Buffer.from('before\n'), statuses: [], signal: 'SIGTERM' });
  login.client.end();
  await login.closed;
});

test('a terminal gets both streams as one, with its line ends', async () => {
  const login = await logIn(route(3).host, route(3).port);
  const output = new Promise<string>((resolve, reject) => {
    login.client.exec('echo out; ls /nope', { pty: true }, (error, channel) => {
      if (error) return reject(error);
      let text = '';
      channel.on('data', (chunk: Buffer) => (text += chunk.toString()));
      channel.on('close', () => resolve(text));
    });
  });
  expect(await output).toBe('out\r\nls: /nope: No such file or directory\r\n');
  login.client.end();
  await login.closed;
});

describe('some misbehave', () => {
  test('three refuse the connection', async () => {
    for (const number of [31, 67, 91]) await expect(askHost(number, 'true')).rejects.toThrow('ECONNREFUSED');
  });

  test('one shows another key than the one it had', async () => {
    expect(await shown(23)).not.toBe(trusted(23));
    expect(await shown(24)).toBe(trusted(24));
    expect((await askHost(23, 'hostname')).stdout.toString()).toBe('web-23\n');
  });

  test('one refuses every login', async () => {
    await expect(askHost(58, 'true')).rejects.toThrow('All configured authentication methods failed');
  });

  test('one hangs until it is told to end', async () => {
    const login = await logIn(route(44).host, route(44).port);
    const seen = await run(login, 'uptime', {}, (channel) => channel.signal('KILL'));
    expect(seen).toMatchObject({ stdout: Buffer.alloc(0), statuses: [], signal: 'SIGKILL' });
    login.client.end();
    await login.closed;
  });

  test('one drops the connection in mid-output', async () => {
    const seen = await askHost(84, 'uptime');
    expect(seen).toMatchObject({ statuses: [], signal: undefined });
    expect(seen.stdout.toString()).toMatch(/^ \d\d:\d\d:\d\d up \d+ days[^\n]*$/);
  });

  test('one has no nginx', async () => {
    expect(await askHost(49, 'nginx -v')).toMatchObject({
      statuses: [127],
      stderr: Buffer.from('sh: 1: nginx: not found\n'),
    });
  });

  test('one has an older kernel', async () => {
    expect((await askHost(52, 'uname -r')).stdout.toString()).toBe('6.1.0-25-amd64\n');
  });

  test('one has a full disk', async () => {
    expect(await askHost(12, 'echo x > f')).toMatchObject({
      statuses: [1],
      stderr: Buffer.from('sh: 1: write error: No space left on device\n'),
    });
  });
});

describe('host keys', () => {
  test('stay with the folder, in a file that only its owner may read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-demo-'));
    const stateDir = join(folder, 'data');
    const keysOf = async (options: Parameters<typeof startDemoFleet>[0]) => {
      const started = await startDemoFleet(options);
      await started.close();
      return started.hostKeys;
    };
    const first = await keysOf({ stateDir });
    expect(await keysOf({ stateDir })).toEqual(first);
    expect(await keysOf({ stateDir: join(folder, 'other') })).not.toEqual(first);
    expect(await keysOf({})).not.toEqual(first);
    const files = readdirSync(stateDir);
    expect(files).toHaveLength(1);
    expect(statSync(join(stateDir, files[0] ?? '')).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });

  test('are those of the seed when one is given', async () => {
    const again = await startDemoFleet({ keySeed: KEY_SEED });
    expect(again.hostKeys).toEqual(fleet.hostKeys);
    await again.close();
  });
});
