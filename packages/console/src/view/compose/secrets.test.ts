import { describe, expect, it } from 'vitest';
import { runSecrets } from '@rollcall/protocol/schemas';
import { defaultOptions } from './options.ts';
import { isCode, neededSecret, NO_SECRETS, secretsOf, type Secrets } from './secrets.ts';
import { NO_TASK } from './task.ts';
import { SESSION } from './testing/session.ts';

const ALL: Secrets = { login: 'l', second: 's', code: '123456', sudo: 'r' };
const asRoot = { ...NO_TASK, sudoUser: 'root' };

it.each([
  [{ method: 'key', identity: 'id_ed25519' }, null],
  [{ method: 'key', identity: 'id_rsa' }, 'passphrase'],
  [{ method: 'agent', identity: 'id_rsa' }, null],
  [{ method: 'password', identity: 'id_rsa' }, 'password'],
] as const)('%j needs the secret %s', (change, need) => {
  expect(neededSecret({ ...defaultOptions(SESSION), ...change }, SESSION)).toBe(need);
});

describe('the secrets of a run', () => {
  it('are none when nothing was typed', () => {
    expect(secretsOf(NO_SECRETS, { need: null, method: 'key', task: NO_TASK })).toBeUndefined();
  });

  it.each([
    ['passphrase', 'key', asRoot, { passphrase: 'l', password: 's', code: '123456', sudoPassword: 'r' }],
    ['password', 'password', asRoot, { password: 'l', code: '123456', sudoPassword: 'r' }],
    [null, 'agent', NO_TASK, { password: 's', code: '123456' }],
    [null, 'agent', { ...asRoot, plain: true }, { password: 's', code: '123456' }],
  ] as const)(
    'with the need %s and the method %s are those that the run can use',
    (need, method, task, sent) => {
      const secrets = secretsOf(ALL, { need, method, task });
      expect(secrets).toEqual(sent);
      expect(runSecrets.safeParse(secrets).success).toBe(true);
    },
  );
});

it.each(['123456', 'ABCD-1234', '123', '12 34', '', 'a'.repeat(65)])(
  '%j is a code as the server has it',
  (code) => {
    expect(isCode(code)).toBe(runSecrets.safeParse({ code }).success);
  },
);
