import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { aliveInGroup } from '../../testing/process-group.ts';
import { bootstrap, bySh } from './bootstrap.ts';
import { killText } from './kill-group.ts';
import { marksOf } from './marks.ts';
import { commandLine, type Payload } from './payload.ts';

/** What may be `sh` on a host; those that are not installed here are left out. */
const SHELLS = ['dash', 'bash', 'busybox', 'mksh', 'ksh93', 'zsh', 'yash'].filter((name) =>
  existsSync(`/usr/bin/${name}`),
);
/** What can make a process group, best first. */
const GROUP_MAKERS = ['setsid', 'perl', 'python3'];
const marks = marksOf('0123456789abcdef0123456789abcdef');
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

interface Printed {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `text` as a login shell does that is given it by sshd (`leads`), or by a server that makes no group. */
function login(
  sh: string,
  text: string,
  input: string,
  leads: boolean,
  without: readonly string[] = [],
): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sh-'));
  folders.push(folder);
  symlinkSync(`/usr/bin/${sh}`, join(folder, 'sh'));
  const programs = ['echo', '[', ...GROUP_MAKERS, 'ps', 'sleep', 'cat', 'printf', 'stty', 'env', 'mkdir'];
  for (const name of programs.filter((one) => !without.includes(one)))
    symlinkSync(`/usr/bin/${name}`, join(folder, name));
  return new Promise((resolve, reject) => {
    const env = { PATH: folder, HOME: folder, SHELL: join(folder, 'sh') };
    const child = spawn('/bin/bash', ['-c', text], { env, detached: leads, cwd: folder });
    const printed: Printed = { status: null, stdout: '', stderr: '' };
    child.stdout.on('data', (bytes: Buffer) => (printed.stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (printed.stderr += bytes.toString()));
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...printed, status }));
    child.stdin.end(input);
  });
}

const payload: Payload = {
  // Whoever writes to a pipe that nobody reads has to end by the signal.
  command: `cat; echo "$A"; sh -c 'kill -PIPE $$; echo survived'; exit 7`,
  env: { A: `it's "x" \\ !\n#` },
  pty: false,
  sudo: false,
};
const starting = bySh(bootstrap(marks, false));

describe.each(SHELLS)('%s as sh', (sh) => {
  test.each([
    ['leads a group already', true, []],
    ['makes one by setsid', false, []],
    ['makes one by perl', false, ['setsid']],
    ['makes one by python3', false, ['setsid', 'perl']],
  ] as const)('%s, runs the line and keeps status and input', async (_, leads, without) => {
    const { status, stdout, stderr } = await login(
      sh,
      starting,
      `${commandLine(marks, payload)}input\n`,
      leads,
      without,
    );
    const [, group] = /^rc-\w+ ready (\d+)\n/.exec(stderr)!;
    expect(Number(group)).toBeGreaterThan(1);
    expect(stderr).toBe(`${marks.mark} ready ${group}\n${marks.mark} go\n`);
    expect(stdout).toBe(`${marks.mark} go\ninput\n${payload.env['A']}\n`);
    expect(status).toBe(7);
  });

  test('says that it has no group where nothing can make one', async () => {
    const line = commandLine(marks, payload);
    const { status, stderr } = await login(sh, starting, line, false, GROUP_MAKERS);
    expect(stderr).toContain(`${marks.mark} ready 0\n`);
    expect(status).toBe(7);
  });

  test.each([
    ['a folder that is not there', { workingFolder: '/nowhere' }, 'working-folder'],
    ['an interpreter that is not there', { interpreter: '/no/such' }, 'no-interpreter'],
  ])('refuses %s without running anything', async (_, more, word) => {
    const { stdout, stderr } = await login(sh, starting, commandLine(marks, { ...payload, ...more }), true);
    expect(stderr).toContain(`${marks.mark} refused ${word}\n`);
    expect(stdout).toBe('');
  });

  test('runs nothing when its input ends before the line', async () => {
    const { status, stdout } = await login(sh, starting, '', true);
    expect([status === 0, stdout]).toEqual([false, '']);
  });

  test.each([
    ['sleep 60 & sleep 60', 'one that ends by TERM'],
    [`trap '' TERM; sleep 60; sleep 60`, 'one that ignores it'],
  ])('ends a group: %s', async (command) => {
    const running = spawn('/bin/sh', ['-c', command], { detached: true, stdio: 'ignore' });
    const { stdout } = await login(sh, bySh(killText(running.pid!, 10, marks.mark)), '', true);
    expect(stdout).toBe(`${marks.mark} begins\n${marks.mark} gone\n`);
    expect(aliveInGroup(running.pid!)).toEqual([]);
  });

  test('says so at once when there is no such group', async () => {
    const { stdout } = await login(sh, bySh(killText(2_147_483, 50, marks.mark)), '', true);
    expect(stdout).toBe(`${marks.mark} begins\n${marks.mark} gone\n`);
  });
});
