import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestOverrides } from '../../testing/run-host.ts';
import { makeKey } from '../../testing/sshd.ts';
import { startSshdRun, type SshdRun } from '../../testing/sshd-run.ts';
import { readIdentity } from '../index.ts';

let host: SshdRun;
beforeAll(async () => {
  host = await startSshdRun();
});
afterAll(() => host.stop());

let keys = 0;
/** Runs a command on an account whose login shell is this program, as far as sshd can tell. */
async function askShell(forced: string, request: Partial<RequestOverrides>) {
  const path = await makeKey(join(host.sshd.folder, `shell-${(keys += 1)}`), 'ed25519');
  const publicKey = await readFile(`${path}.pub`, 'utf8');
  await host.sshd.authorize(`command="${forced.replaceAll('"', '\\"')}" ${publicKey}`);
  const login = { ...(await readIdentity({ path })), user: host.sshd.userName };
  return host.ask({ login, ...request });
}
const loginShell = (path: string): string => `SHELL=${path} exec ${path} -c "$SSH_ORIGINAL_COMMAND"`;

/** What Debian has; those that are not installed are left out. */
const SHELLS = ['dash', 'bash', 'zsh', 'tcsh', 'fish', 'mksh', 'ksh93', 'yash'].map(
  (name) => `/usr/bin/${name}`,
);

test.skipIf(!existsSync('/usr/bin/busybox'))('busybox as a login shell makes a group', async () => {
  const ash = join(host.sshd.folder, 'ash');
  await symlink('/usr/bin/busybox', ash);
  const story = await askShell(loginShell(ash), { command: 'cat; exit 7', input: Buffer.from('in') });
  expect(story.outcome).toMatchObject({ type: 'host-exited', status: 7, process: { mode: 'group' } });
  expect([story.stdout.toString(), story.stderr.toString()]).toEqual(['in', '']);
});

describe.each(SHELLS.map((path) => ({ path })))('an account with the login shell $path', ({ path }) => {
  test.skipIf(!existsSync(path))(
    'runs a command in a group, read by that shell, and keeps status and input',
    async () => {
      const command = path.endsWith('tcsh') ? 'echo $0:q-`cat`; exit 7' : 'echo it; cat; exit 7';
      const story = await askShell(loginShell(path), { command, input: Buffer.from('in') });
      expect(story.outcome).toMatchObject({ type: 'host-exited', status: 7, process: { mode: 'group' } });
      expect(story.stdout.toString()).toContain('in');
      expect(story.stdout.toString() + story.stderr.toString()).not.toContain('rc-');
    },
  );

  test.skipIf(!existsSync(path))('is given folder, variables and script all the same', async () => {
    const given = { workingFolder: '/usr', env: { A: `it's\n!` }, script: { interpreter: 'sh' } };
    const story = await askShell(loginShell(path), { command: 'printf "%s " "$A"\npwd', ...given });
    expect(story.outcome).toMatchObject({ type: 'host-exited', status: 0 });
    expect(story.stdout.toString()).toBe(`it's\n! /usr\n`);
  });
});

describe('a command is run once, and once only,', () => {
  /** Where the command leaves a line each time that it runs. */
  const trace = (): string => join('/tmp', `rollcall-trace-${process.pid}-${keys}`);
  async function linesOf(file: string): Promise<string[]> {
    const { stdout } = await host.ask({ command: `cat ${file}; rm -f ${file}` });
    return stdout.toString().trim().split('\n');
  }

  test.skipIf(!existsSync('/usr/bin/rbash'))('in a restricted shell: plainly', async () => {
    const file = trace();
    const story = await askShell(`exec rbash -c "$SSH_ORIGINAL_COMMAND"`, {
      command: `echo once | tee -a ${file}; exit 127`,
    });
    expect(story.outcome).toMatchObject({
      type: 'host-exited',
      status: 127,
      process: { mode: 'plain', reason: 'no-shell' },
    });
    expect(story.stdout.toString()).toBe('once\n');
    expect(story.stderr.toString()).toBe('');
    expect(await linesOf(file)).toEqual(['once']);
  });

  test.skipIf(!existsSync('/usr/bin/git-shell'))('in git-shell: plainly', async () => {
    const story = await askShell(`exec git-shell -c "$SSH_ORIGINAL_COMMAND"`, {
      command: "git-upload-pack 'nowhere'",
    });
    expect(story.outcome).toMatchObject({
      type: 'host-exited',
      process: { mode: 'plain', reason: 'no-shell' },
    });
    expect(story.stderr.toString()).toMatch(/nowhere/);
  });

  test.skipIf(!existsSync('/usr/bin/rbash'))(
    'in a restricted shell, whose silence counts from then on',
    async () => {
      const command = 'for i in 1 2 3 4; do sleep 0.3; echo $i; done';
      const request = { command, silenceTimeoutMs: 700 };
      const story = await askShell(`exec rbash -c "$SSH_ORIGINAL_COMMAND"`, request);
      expect(story.outcome).toMatchObject({
        type: 'host-exited',
        status: 0,
        process: { reason: 'no-shell' },
      });
    },
  );

  test('where there is no sh: plainly', async () => {
    const story = await askShell(`PATH=/nowhere; ${loginShell('/usr/bin/bash')}`, {
      command: 'echo builtin',
    });
    expect(story.outcome).toMatchObject({ status: 0, process: { mode: 'plain', reason: 'no-shell' } });
    expect(story.stdout.toString()).toBe('builtin\n');
  });

  test('at a gate that allows what it knows: plainly', async () => {
    const gate = `case "$SSH_ORIGINAL_COMMAND" in uptime) echo up;; *) echo "denied: $SSH_ORIGINAL_COMMAND" >&2; exit 1;; esac`;
    const story = await askShell(gate, { command: 'uptime' });
    expect(story.outcome).toMatchObject({ status: 0, process: { mode: 'plain', reason: 'no-shell' } });
    expect(story.stdout.toString()).toBe('up\n');
  });

  test('by a gate that hides what it says and gives a status as if there were no shell', async () => {
    const file = trace();
    const gate = `exec 2>/dev/null; eval "$SSH_ORIGINAL_COMMAND"`;
    const story = await askShell(gate, {
      command: `echo once >> ${file}; exit 127`,
      limits: { execReplyMs: 150 },
    });
    // What the shell said was not heard, so the command was not sent, and nothing was tried again.
    expect(story.outcome).toMatchObject({
      type: 'host-exited',
      process: { mode: 'plain', reason: 'no-report' },
    });
    expect(await linesOf(file)).toEqual(['']);
  });

  test.each([
    ['that succeeds', 'echo forced; exit 0', 0],
    ['that fails as if there were no shell', 'echo forced; nothing-of-that-name', 127],
    ['that fails silently', 'exit 127', 127],
    ['that says something else of a program', 'echo "backup: 12: rsync: not found" >&2; exit 127', 127],
  ])('where a forced command %s runs in its place, and not again', async (_, forced, status) => {
    const file = trace();
    const story = await askShell(`echo ran >> ${file}; ${forced}`, { command: 'uptime' });
    expect(story.outcome).toMatchObject({
      type: 'host-exited',
      status,
      process: { mode: 'plain', reason: 'no-report' },
    });
    if (forced.startsWith('echo forced')) expect(story.stdout.toString()).toBe('forced\n');
    expect(await linesOf(file)).toEqual(['ran']);
  });

  test('where a forced command waits for its input: it gets the input and its end', async () => {
    const request = { command: 'x', input: Buffer.from('in'), limits: { execReplyMs: 100 } };
    const story = await askShell('cat; echo end', request);
    expect(story.outcome).toMatchObject({ status: 0, process: { mode: 'plain', reason: 'no-report' } });
    expect(story.stdout.toString()).toBe('inend\n');
  });

  test('where a forced command floods before anything else', async () => {
    const story = await askShell('head -c 3000000 /dev/zero', { command: 'x' });
    expect(story.outcome).toMatchObject({ status: 0, process: { reason: 'no-report' } });
    expect(story.stdout.length).toBe(3_000_000);
  });

  test('after a shell that prints before it runs anything', async () => {
    const noisy = `echo NOISE; echo NOISE >&2; printf 'no line end'; ${loginShell('/bin/sh')}`;
    const story = await askShell(noisy, { command: 'echo out; echo err >&2' });
    expect(story.outcome).toMatchObject({ status: 0, process: { mode: 'group' } });
    expect([story.stdout.toString(), story.stderr.toString()]).toEqual(['out\n', 'err\n']);
  });
});

test('the start-up file of bash is read for a command line, once, and not for a script', async () => {
  const home = join(host.sshd.folder, 'home');
  await mkdir(home);
  await writeFile(join(home, '.bashrc'), 'echo NOISE; greet() { echo hello; }\n');
  const bash = `HOME=${home}; export HOME; ${loginShell('/bin/bash')}`;
  const line = await askShell(bash, { command: 'greet' });
  expect(line.stdout.toString()).toBe('NOISE\nhello\n');
  const script = await askShell(bash, { command: '#!/bin/bash\ngreet', script: { interpreter: 'auto' } });
  expect(script.stdout.toString()).toBe('');
  expect(script.outcome).toMatchObject({ status: 127 });
});

describe('where there is no shell, what needs one is refused by name', () => {
  test.each([
    { script: { interpreter: 'auto' } },
    { workingFolder: '/' },
    { env: { A: '1' } },
    { sudo: { user: 'root' } },
  ])('%j', async (needed) => {
    const story = await askShell(`exec rbash -c "$SSH_ORIGINAL_COMMAND"`, { command: 'echo RAN', ...needed });
    expect(story.outcome).toMatchObject({ type: 'host-failed', reason: 'exec/no-shell' });
    expect(story.stdout.toString()).toBe('');
  });
});
