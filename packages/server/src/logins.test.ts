import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Login, RunSecrets } from '@rollcall/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { furtherOf, readyLogin } from './logins.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-logins-'));
  for (const [name, passphrase] of [
    ['plain', ''],
    ['locked', 'open sesame'],
  ])
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-a',
      '1',
      '-N',
      passphrase!,
      '-f',
      join(folder, name!),
    ]);
  writeFileSync(join(folder, 'notes.txt'), 'not a key');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ready = (login: Login, secrets: RunSecrets = {}) =>
  readyLogin(login, secrets, { identities: [folder], agentSocket: null });
const key = (identity: string): Login => ({ method: 'key', user: 'ops', identity });

describe('readyLogin', () => {
  it('opens an offered key', async () => {
    const login = await ready(key('plain'));
    expect(login).toMatchObject({ method: 'key', user: 'ops', label: 'key plain' });
    expect(await ready(key('locked'), { passphrase: 'open sesame' })).toMatchObject({ label: 'key locked' });
  });

  it('takes along what a host may want after the first credential, and a code for a minute', async () => {
    const before = Date.now();
    const { further } = await ready({ method: 'password', user: 'ops' }, { password: 'p', code: '424242' });
    expect(further?.password).toBeUndefined();
    expect(further?.code?.text).toBe('424242');
    expect(further?.code?.untilMs).toBeGreaterThanOrEqual(before + 60_000);
    expect(further?.code?.untilMs).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(furtherOf({ method: 'agent', user: 'ops' }, { password: 'second' })).toMatchObject({
      password: 'second',
    });
  });

  it('takes the password from the secrets', async () => {
    const login: Login = { method: 'password', user: 'ops' };
    expect(await ready(login, { password: 'p' })).toMatchObject({
      method: 'password',
      user: 'ops',
      password: 'p',
    });
  });

  it.each<[string, Login, RunSecrets, string]>([
    ['a key that is not offered', key('id_rsa'), {}, 'unknown-identity'],
    ['a file that is no key', key('notes.txt'), {}, 'unknown-identity'],
    ['a path instead of a name', key('/etc/ssh/ssh_host_ed25519_key'), {}, 'unknown-identity'],
    ['an encrypted key without its passphrase', key('locked'), {}, 'passphrase-needed'],
    ['a wrong passphrase', key('locked'), { passphrase: 'wrong' }, 'wrong-passphrase'],
    ['a password login without a password', { method: 'password', user: 'ops' }, {}, 'password-needed'],
    ['an agent that is not there', { method: 'agent', user: 'ops' }, {}, 'agent-unavailable'],
  ])('refuses %s', async (_what, login, secrets, code) => {
    await expect(ready(login, secrets)).rejects.toMatchObject({ name: 'RunRefusedError', code });
  });

  it('refuses an agent that does not answer', async () => {
    const gone = { identities: [], agentSocket: join(folder, 'no-agent') };
    await expect(readyLogin({ method: 'agent', user: 'ops' }, {}, gone)).rejects.toMatchObject({
      code: 'agent-unavailable',
    });
  });
});
