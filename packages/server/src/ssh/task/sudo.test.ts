import { existsSync } from 'node:fs';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestOverrides } from '../../testing/run-host.ts';
import { isAlive } from '../../testing/process-group.ts';
import { makeKey } from '../../testing/sshd.ts';
import { startSshdRun, type SshdRun } from '../../testing/sshd-run.ts';
import { readIdentity } from '../index.ts';

/** Only root can make rules for sudo, and only where it is installed there is a real one. */
const HAS_SUDO = process.getuid?.() === 0 && existsSync('/usr/bin/sudo') && existsSync('/etc/sudoers.d');
const RULES = `/etc/sudoers.d/rollcall-test-${process.pid}`;

describe.skipIf(!HAS_SUDO)('sudo', () => {
  let host: SshdRun;
  let password: string;
  beforeAll(async () => {
    host = await startSshdRun();
    password = host.sshd.password!;
    const { userName } = host.sshd;
    await writeFile(
      RULES,
      `${userName} ALL=(root) ALL\n${userName} ALL=(daemon) NOPASSWD: ALL\nDefaults>games requiretty\n${userName} ALL=(games) NOPASSWD: ALL\nDefaults>bin use_pty\n${userName} ALL=(bin) NOPASSWD: ALL\n`,
      { mode: 0o440 },
    );
  });
  afterAll(async () => {
    await rm(RULES, { force: true });
    await host.stop();
  });
  const ask = (user: string, request: Partial<RequestOverrides> & { secret?: string }) => {
    const { secret, ...rest } = request;
    return host.ask({ ...rest, sudo: { user, password: secret } });
  };

  test('runs as another user with a password, and shows nothing of it', async () => {
    const story = await ask('root', { secret: password, command: 'id -un; echo err >&2; exit 5' });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 5, process: { mode: 'group' } });
    expect([story.stdout.toString(), story.stderr.toString()]).toEqual(['root\n', 'err\n']);
    expect(JSON.stringify(story.facts)).not.toContain(password);
  });

  test('needs none where the rules say so, and is sent none: the input is the command’s', async () => {
    const story = await ask('daemon', { secret: password, command: 'id -un; cat', input: Buffer.from('in') });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(story.stdout.toString()).toBe('daemon\nin');
  });

  test('takes the password before the input, to the byte', async () => {
    const input = Buffer.from('first line\nsecond line');
    const story = await ask('root', { secret: password, command: 'cat', input });
    expect(story.stdout).toEqual(input);
  });

  test('sets up folder, variables and script as that user', async () => {
    const given = { workingFolder: '~', env: { A: `it's` }, script: { interpreter: 'auto' } };
    const story = await ask('root', {
      secret: password,
      command: '#!/bin/bash\necho "$A $PWD $(id -un)"',
      ...given,
    });
    expect(story.stdout.toString()).toBe(`it's /root root\n`);
  });

  test('runs on a terminal, which echoes no password', async () => {
    const story = await ask('root', { secret: password, command: 'tty >/dev/null && id -un', pty: true });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(story.stdout.toString()).toBe('root\r\n');
  });

  test('wants the right password: a wrong one is sent once', async () => {
    const story = await ask('root', { secret: 'wrong', command: 'echo RAN' });
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'sudo/password-rejected' });
    expect(story.stdout.toString()).toBe('');
  });

  test('wants a password that was not given', async () => {
    const story = await ask('root', { command: 'echo RAN' });
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'sudo/password-needed' });
    expect(story.elapsedMs).toBeLessThan(5_000);
  });

  test.each([
    ['does not allow this user', 'mail', /not allowed/],
    ['does not know this user', 'nobody-of-that-name', /unknown user/],
  ])('%s', async (_, user, words) => {
    const story = await ask(user, { secret: password, command: 'echo RAN' });
    expect(story.outcome).toMatchObject({
      type: 'host-failed',
      reason: 'sudo/not-allowed',
      detail: expect.stringMatching(words),
    });
    expect(JSON.stringify(story.facts)).not.toContain(password);
  });

  test('wants a terminal', async () => {
    const story = await ask('games', { command: 'echo RAN' });
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'sudo/needs-terminal' });
  });

  test('is not there', async () => {
    const { folder } = host.sshd;
    await symlink('/bin/sh', join(folder, 'sh'));
    const path = await makeKey(join(folder, 'bare'), 'ed25519');
    const forced = `PATH=${folder}; exec sh -c \\"$SSH_ORIGINAL_COMMAND\\"`;
    await host.sshd.authorize(`command="${forced}" ${await readFile(`${path}.pub`, 'utf8')}`);
    const login = { ...(await readIdentity({ path })), user: host.sshd.userName };
    const story = await ask('root', { login, secret: password, command: 'echo RAN' });
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'sudo/not-found' });
  });

  test.each([
    ['with a password', 'root'],
    ['without one', 'daemon'],
    ['in a terminal of its own (use_pty)', 'bin'],
  ])('is stopped as the user that it runs as, %s', async (_, user) => {
    const person = new AbortController();
    let pid = 0;
    const command = `echo $$; trap '' TERM; sleep 60 & sleep 60`;
    const request = {
      secret: user === 'root' ? password : undefined,
      command,
      signal: person.signal,
      limits: { cancelMs: 3_000 },
    };
    const { secret, ...rest } = request;
    const story = await host.ask({ ...rest, sudo: { user, password: secret } }, (fact) => {
      if (fact.type !== 'host-output' || pid > 0) return;
      pid = Number.parseInt(Buffer.from(fact.bytes).toString(), 10);
      person.abort();
    });
    expect(story.outcome).toMatchObject({
      type: 'host-cancelled',
      confirmed: true,
      stopped: 'process-group',
    });
    expect(pid).toBeGreaterThan(1);
    expect(isAlive(pid)).toBe(false);
  });
});
