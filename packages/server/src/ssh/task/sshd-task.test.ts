import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSshdRun, type SshdRun } from '../../testing/sshd-run.ts';

let host: SshdRun;
beforeAll(async () => {
  host = await startSshdRun();
});
afterAll(() => host.stop());

const GROUP = { mode: 'group' };

describe('a command in a group of its own', () => {
  test.each([0, 1, 7, 126, 127, 128, 129, 255])('gives its status %i', async (status) => {
    const { outcome } = await host.ask({ command: `exit ${status}` });
    expect(outcome).toMatchObject({ type: 'host-exited', status, signal: null, process: GROUP });
  });

  test.each(['TERM', 'KILL', 'SEGV', 'USR1'])('gives the signal %s that ended it', async (signal) => {
    const { outcome } = await host.ask({ command: `ulimit -c 0; kill -${signal} $$` });
    expect(outcome).toMatchObject({ type: 'host-exited', status: null, signal, process: GROUP });
  });

  test('leads it', async () => {
    const { stdout } = await host.ask({ command: 'echo $$ $(ps -o pgid= -p $$)' });
    const [pid, group] = stdout.toString().trim().split(/ +/);
    expect(group).toBe(pid);
  });

  test('prints what it prints and nothing else, in every byte', async () => {
    const command = `i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i+1)); done; printf 'rc-x go\\n' >&2`;
    const { stdout, stderr } = await host.ask({ command });
    expect(stdout).toEqual(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
    expect(stderr.toString()).toBe('rc-x go\n');
  });

  test('may hold quotes, line ends and whatever shells care about', async () => {
    const { stdout } = await host.ask({
      command: `printf %s "it's \\"x\\" \\\\ ! #"\nprintf '\n%s' 'a\nb' # end`,
    });
    expect(stdout.toString()).toBe(`it's "x" \\ ! #\na\nb`);
  });

  test('may be 64 KiB long', async () => {
    const text = "'".repeat(30_000) + 'é\n'.repeat(10_000);
    const command = `printf %s "${text}" | wc -c`;
    const { stdout } = await host.ask({ command });
    expect(Number(stdout.toString())).toBe(Buffer.byteLength(text));
  });

  test('has no variables of ours but the one that names the attempt', async () => {
    const { stdout } = await host.ask({
      command: 'set | grep -i "_rc\\|rollcall" | grep -v _=; env | cut -d= -f1 | sort',
      token: 't7',
    });
    expect(stdout.toString()).toContain("ROLLCALL_ATTEMPT='t7'");
    expect(stdout.toString()).not.toContain('_rc_');
  });
});

describe('what it can be given', () => {
  test('a working folder', async () => {
    const { stdout } = await host.ask({ command: 'pwd', workingFolder: '/usr/share' });
    expect(stdout.toString()).toBe('/usr/share\n');
  });

  test.each([
    ['~', ''],
    ['~/', ''],
    ['~/sub dir', '/sub dir'],
    ['sub dir', '/sub dir'],
    ['-', '/-'],
  ])('a working folder below the home of the user: %j', async (workingFolder, below) => {
    await host.ask({ command: "mkdir -p 'sub dir' ./-" });
    const { stdout } = await host.ask({ command: 'pwd', workingFolder });
    expect(stdout.toString().trim().replace(/\/$/, '')).toBe(`/home/${host.sshd.userName}${below}`);
  });

  test('no working folder that is not there: the command is not run then', async () => {
    const { outcome, stdout } = await host.ask({ command: 'echo RAN', workingFolder: '/no/such $(x)' });
    expect(outcome).toMatchObject({ type: 'host-failed', reason: 'exec/working-folder' });
    expect((outcome as { detail: string }).detail).toContain('/no/such $(x)');
    expect(stdout.toString()).toBe('');
  });

  test('variables with whatever in them', async () => {
    const env = { A: `it's "x"\n$(id) \`id\` \\ !`, _b: '', PATH: '/usr/bin:/bin' };
    const { stdout } = await host.ask({ command: 'printf "%s|%s|%s" "$A" "${_b-unset}" "$PATH"', env });
    expect(stdout.toString()).toBe(`${env.A}||${env.PATH}`);
  });

  test('input, to its last byte and its end', async () => {
    const input = Buffer.alloc(1024 * 1024, 'line of input\n');
    const { stdout } = await host.ask({ command: 'cksum', input });
    const { stdout: expected } = await host.ask({
      command: `yes 'line of input' | head -c ${input.length} | cksum`,
    });
    expect(stdout.toString()).toBe(expected.toString());
  });

  test('input that it does not read', async () => {
    const { outcome } = await host.ask({ command: 'exit 3', input: Buffer.alloc(1024 * 1024, 'x') });
    expect(outcome).toMatchObject({ type: 'host-exited', status: 3 });
  });

  test('a terminal', async () => {
    const command = 'tty >/dev/null && echo yes; stty size; echo err >&2; exit 4';
    const { outcome, stdout, stderr } = await host.ask({ command, pty: true });
    expect(stdout.toString()).toBe('yes\r\n24 80\r\nerr\r\n');
    expect(stderr.length).toBe(0);
    expect(outcome).toMatchObject({ type: 'host-exited', status: 4, process: GROUP });
  });

  test('a terminal with input on it, which is not echoed', async () => {
    const { stdout } = await host.ask({
      command: 'cat; echo end',
      pty: true,
      input: Buffer.from('one\ntwo'),
    });
    expect(stdout.toString()).toBe('one\r\ntwoend\r\n');
  });

  test('a terminal and a command longer than its line may be', async () => {
    const { stdout } = await host.ask({ command: `printf %s '${'x'.repeat(20_000)}' | wc -c`, pty: true });
    expect(stdout.toString()).toBe('20000\r\n');
  });
});

describe('a script', () => {
  const script = { interpreter: 'auto' };
  test.each([
    ['sh, when it does not say', 'echo "$0 $#"; read a; echo "<$a>"', 'sh 0\n<in put>\n'],
    ['bash', '#!/bin/bash -eu\nread a || true; x=([1]=b); echo "${x[1]} <$a> $-"', /^b <in put> \S*e\S*u/],
    ['python3 by env', '#!/usr/bin/env python3\nimport sys\nprint("<%s>" % sys.stdin.read())', '<in put>\n'],
    ['perl', '#!/usr/bin/perl -w\nmy $a = <STDIN>; print "<$a>";', '<in put>'],
    ['any other program', '#!/usr/bin/awk -f\n{ print "<" $0 ">" }', '<in put>\n'],
    ['with line ends of Windows', '#!/bin/sh\r\ntrue', ''],
  ])('by %s', async (_, command, expected) => {
    const { stdout, stderr } = await host.ask({ command, script, input: Buffer.from('in put') });
    expect(stderr.toString().replace(/.*true.*not found\n/, '')).toBe('');
    if (typeof expected === 'string') expect(stdout.toString()).toBe(expected);
    else expect(stdout.toString()).toMatch(expected);
  });

  test('of 60 KiB, by its argument and by a pipe, leaving no file', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `# it's line ${n} of this "script"`).join('\n');
    // Other tests use the same folders at the same time; none of them leaves a file of that size there.
    const files = { command: 'find ~ /tmp -maxdepth 2 -user "$(id -u)" -size +40k 2>/dev/null | sort' };
    const before = await host.ask(files);
    const shell = await host.ask({ command: `${lines}\nexit 9`, script: { interpreter: 'sh' } });
    expect(shell.outcome).toMatchObject({ type: 'host-exited', status: 9, process: GROUP });
    const awk = await host.ask({
      command: `${lines}\nBEGIN { exit 9 }`,
      script: { interpreter: '/usr/bin/awk' },
    });
    expect(awk.outcome).toMatchObject({ type: 'host-exited' });
    expect((await host.ask(files)).stdout.toString()).toBe(before.stdout.toString());
  });

  test('without its interpreter is not run', async () => {
    const { outcome } = await host.ask({ command: 'x', script: { interpreter: '/opt/no/such' } });
    expect(outcome).toMatchObject({
      type: 'host-failed',
      reason: 'exec/no-interpreter',
      detail: '/opt/no/such',
    });
  });
});
