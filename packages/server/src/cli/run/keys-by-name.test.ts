import type { Login, RunTarget } from '@rollcall/protocol';
import { expect, test } from 'vitest';
import { identitiesOf } from '../../run/logins.ts';
import { keysByName } from './keys-by-name.ts';

/** Logins that are called by what was asked for. */
const named = (login: Login, targets: readonly RunTarget[]) =>
  keysByName(
    {
      login,
      secrets: {},
      resolve: async (one) => ({
        method: 'agent',
        user: one.method === 'key' ? one.identity : one.method,
        socket: '',
      }),
    },
    targets,
  );
const key = (identity: string): Login => ({ method: 'key', user: 'ops', identity });

test('keys have the names of their files, and are still found', async () => {
  const { login, targets, resolve } = named(key('/home/ana/.ssh/ops'), [
    { host: 'a' },
    { host: 'b', identity: 'cache' },
    { host: 'c', identity: '/srv/keys/db' },
    { host: 'd', identity: '/home/ana/.ssh/ops' },
  ]);
  expect(login).toEqual(key('ops'));
  expect(targets.map(({ identity }) => identity)).toEqual([undefined, 'cache', 'db', 'ops']);
  expect(JSON.stringify([login, targets])).not.toContain('/');
  expect(identitiesOf(login, targets)).toEqual(['cache', 'db']);
  const found = await Promise.all(
    ['ops', 'cache', 'db'].map(async (name) => (await resolve(key(name))).user),
  );
  expect(found).toEqual(['/home/ana/.ssh/ops', 'cache', '/srv/keys/db']);
});

test('two keys of one name keep their paths', async () => {
  const { login, targets, resolve } = named(key('/one/id'), [{ host: 'a', identity: '/two/id' }]);
  expect([login, targets[0]!.identity]).toEqual([key('/one/id'), '/two/id']);
  expect((await resolve(key('/two/id'))).user).toBe('/two/id');
});

test('an agent or a password has no name', async () => {
  const { login, resolve } = named({ method: 'agent', user: 'ops' }, [{ host: 'a', identity: '/k/id' }]);
  expect(login).toEqual({ method: 'agent', user: 'ops' });
  expect((await resolve(login)).user).toBe('agent');
  expect((await resolve(key('id'))).user).toBe('/k/id');
});
