import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ground } from './program.suite.ts';

const at = ground();

test('a server offers the keys and trusts the known hosts that its ssh_config names', async () => {
  const data = at.folder();
  const config = join(data, 'ssh_config');
  const lines = [`IdentityFile ${join(at.home, 'key')}`, `UserKnownHostsFile ${join(at.home, 'known')}`];
  const host = ['Host web', 'HostName 127.1.0.1', `Port ${at.fleet.port}`, 'User nobody'];
  writeFileSync(config, [...host, ...lines, ''].join('\n'), { mode: 0o600 });
  const server = at.start(['serve', '--port', '0', '--no-console', '--data', data, '--ssh-config', config]);
  const link = (await server.says('out', /#code=\S+\n/)).trim();
  const token = readFileSync(join(data, 'api-token'), 'utf8').trim();
  const api = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await fetch(new URL(path, link), { ...init, headers })).json() as Promise<
      Record<string, unknown>
    >;
  };
  const login = { method: 'key', user: 'ops', identity: 'key' };
  const path = `/api/runs/${randomUUID()}`;
  const spec = { targets: 'web', command: 'uname -n', login };
  expect(await api(path, { method: 'PUT', body: JSON.stringify({ spec }) })).toMatchObject({ hostCount: 1 });
  await expect
    .poll(() => api(path), { timeout: 20_000 })
    .toMatchObject({ phase: 'finished', counts: { success: 1 } });
  expect((await at.fleet.ledger())[0]).toMatchObject({ address: '127.1.0.1' });
  const { err } = await server.stop('SIGTERM');
  expect(err).toContain('"keywords":["User"]');
});
