import type { Login, RunTarget } from '@rollcall/protocol';
import { expect, it } from 'vitest';
import type { ReadyLogin } from './ports.ts';
import { readyLogins } from './logins.ts';

const own: Login = { method: 'key', user: 'ops', identity: 'main' };
const targets: RunTarget[] = [
  { host: 'a' },
  { host: 'b', identity: 'other' },
  { host: 'c', identity: 'main' },
  { host: 'd', identity: 'other', user: 'root' },
];

const ready = async (login: Login): Promise<ReadyLogin> => {
  if (login.method !== 'key') throw new Error('only keys are asked for');
  return { method: 'key', user: login.user, privateKey: Buffer.from(login.identity), label: login.identity };
};

it('gives each host the login by its key, made ready once per key', async () => {
  const asked: Login[] = [];
  const loginOf = await readyLogins(own, targets, (login) => {
    asked.push(login);
    return ready(login);
  });
  expect(asked).toEqual([own, { method: 'key', user: 'ops', identity: 'other' }]);
  expect(targets.map((target) => loginOf(target))).toMatchObject([
    { label: 'main' },
    { label: 'other' },
    { label: 'main' },
    { label: 'other' },
  ]);
  expect(loginOf(targets[1]!)).toBe(loginOf(targets[3]!));
});

it('begins nothing when one of the keys cannot be used', async () => {
  const broken = new Error('no such key');
  const resolve = (login: Login): Promise<ReadyLogin> =>
    login.method === 'key' && login.identity === 'other' ? Promise.reject(broken) : ready(login);
  await expect(readyLogins(own, targets, resolve)).rejects.toBe(broken);
});
