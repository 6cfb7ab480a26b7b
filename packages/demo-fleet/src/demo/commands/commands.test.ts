import { describe, expect, test } from 'vitest';
import { DEMO_HOSTS, type Quirk } from '../personas.ts';
import type { HostView } from '../readings.ts';
import { commandsOf } from './all.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 14, 2, 11);

function viewOf(quirk: Quirk, user = 'ops'): HostView {
  const host = DEMO_HOSTS.find((candidate) => candidate.quirk === quirk);
  if (host === undefined) throw new Error(`no host is ${quirk}`);
  return { host, user, nowMs: NOW_MS, stopped: new Set() };
}

/** Runs `line`, split at blanks, and gives `exit stdout|stderr`. */
function say(line: string, view = viewOf('none')): { exitCode: number; stdout: string; stderr: string } {
  const [name = '', ...args] = line.split(' ');
  const command = new Map(commandsOf(view.host)).get(name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command(args, view);
}

describe('what the commands print', () => {
  test.each([
    ['uname', 'Linux\n'],
    ['uname -srvm', 'Linux 6.1.0-28-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22) x86_64\n'],
    ['uname -mn', 'lb-01 x86_64\n'],
    ['uname --kernel-release --nodename', 'lb-01 6.1.0-28-amd64\n'],
    [
      'uname -a',
      'Linux lb-01 6.1.0-28-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22) x86_64 GNU/Linux\n',
    ],
    ['uname -p', 'unknown\n'],
    ['hostname', 'lb-01\n'],
    ['hostname -f', 'lb-01.demo.example\n'],
    ['hostname -I', '192.0.2.1 \n'],
    ['whoami', 'ops\n'],
    ['id', 'uid=1000(ops) gid=1000(ops) groups=1000(ops),27(sudo)\n'],
    ['id -u', '1000\n'],
    ['id -un', 'ops\n'],
    ['id -u root', '0\n'],
    ['nproc', '2\n'],
    ['arch', 'x86_64\n'],
    ['lsb_release -ds', 'Debian GNU/Linux 12 (bookworm)\n'],
    ['systemctl is-active nginx', 'active\n'],
    ['systemctl is-active nginx ssh.service', 'active\nactive\n'],
    ['systemctl is-enabled cron', 'enabled\n'],
    ['systemctl is-system-running', 'running\n'],
    ['service nginx status', 'nginx is running.\n'],
    ['openssl version', 'OpenSSL 3.0.15 3 Sep 2024 (Library: OpenSSL 3.0.15 3 Sep 2024)\n'],
    ['timedatectl show -p NTPSynchronized', 'NTPSynchronized=yes\n'],
    ['timedatectl show -p NTPSynchronized --value', 'yes\n'],
  ])('%s', (line, stdout) => {
    expect(say(line)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  test.each([
    [
      'uptime',
      /^ 14:02:11 up \d+ days, +(\d+:\d\d|\d+ min), {2}1 user, {2}load average: \d+\.\d\d, \d+\.\d\d, \d+\.\d\d\n$/,
    ],
    ['uptime -p', /^up (\d+ weeks?, )?(\d+ days?, )?(\d+ hours?, )?(\d+ minutes?)?\n$/],
    ['uptime -s', /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\n$/],
    ['w', /USER {5}TTY[^]*\nops /],
    ['who', /^ops +pts\/0 +2026-11-21 14:02 \(192\.0\.2\.254\)\n$/],
    [
      'free -m',
      /^ +total +used +free +shared +buff\/cache +available\nMem: +3923 [^]*\nSwap: +1023 +0 +1023\n$/,
    ],
    ['free -h', /Mem: +3\.9Gi /],
    ['df -h', /^Filesystem {6}Size {2}Used Avail Use% Mounted on\n[^]*\/dev\/vda1 {8}19G .*% \/\n/],
    ['df -h /', /^Filesystem[^\n]*\n\/dev\/vda1[^\n]* \/\n$/],
    ['df -T /run/lock', /^Filesystem[^\n]*Type[^\n]*\ntmpfs +tmpfs [^\n]* \/run\n$/],
    ['ps aux', /^USER +PID %CPU %MEM[^]*nginx: master process/],
    ['ps -ef', /^UID {10}PID {4}PPID {2}C STIME[^]*\/usr\/sbin\/haproxy/],
    ['ps', /PID TTY[^]* ps\n$/],
    ['ip -br addr', /eth0 +UP +192\.0\.2\.1\/24/],
    ['ip a show eth0', /^2: eth0:[^]*inet 192\.0\.2\.1\/24/],
    ['ip route', /^default via 192\.0\.2\.254/],
    ['dmesg', /^\[ {4}0\.000000\] Linux version 6\.1\.0-28-amd64[^]*Hostname set to <lb-01>/],
    ['journalctl -n 1', /^Nov 21 14:02:09 lb-01 sshd\[8110\]: Accepted publickey for ops [^\n]*\n$/],
    ['journalctl -u haproxy', /^Nov 21 \S+ lb-01 haproxy\[1204\]: health check ok, \d+ connections\n$/],
    ['systemctl status nginx', /^● nginx\.service[^]*Active: active \(running\)/],
    ['ss -tln', /0\.0\.0\.0:22[^]*0\.0\.0\.0:80[^]*0\.0\.0\.0:443/],
  ])('%s', (line, stdout) => {
    const said = say(line);
    expect(said.stdout).toMatch(stdout);
    expect(said).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    ['nginx -v', 0, 'nginx version: nginx/1.26.2\n'],
    ['nginx', 1, 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n'],
    ['uname -x', 1, "uname: invalid option -- 'x'\nTry 'uname --help' for more information.\n"],
    ['uname x', 1, "uname: extra operand 'x'\nTry 'uname --help' for more information.\n"],
    ['df --nope', 1, "df: unrecognized option '--nope'\nTry 'df --help' for more information.\n"],
    ['hostname new', 1, 'hostname: you must be root to change the host name\n'],
    ['id nobody2', 1, "id: 'nobody2': no such user\n"],
    ['systemctl status nope', 4, 'Unit nope.service could not be found.\n'],
    ['systemctl restart nginx', 1, 'Failed to restart nginx.service: Interactive authentication required.\n'],
    ['openssl nope', 1, 'Invalid command \'nope\'; type "help" for a list.\n'],
    ['ip nope', 1, 'Object "nope" is unknown, try "ip help".\n'],
  ])('%s complains', (line, exitCode, stderr) => {
    expect(say(line)).toEqual({ exitCode, stdout: '', stderr });
  });
});

describe('machines differ', () => {
  test('one has an older kernel', () => {
    expect(say('uname -r', viewOf('old-kernel')).stdout).toBe('6.1.0-25-amd64\n');
    const releases = DEMO_HOSTS.map((host) => say('uname -r', { ...viewOf('none'), host }).stdout);
    expect(releases.filter((release) => release !== '6.1.0-28-amd64\n')).toHaveLength(1);
  });

  test('one has no nginx, by any way of asking', () => {
    const view = viewOf('no-nginx');
    expect(() => say('nginx -v', view)).toThrow('no command nginx');
    expect(say('systemctl is-active nginx', view)).toMatchObject({ exitCode: 3, stdout: 'inactive\n' });
    expect(say('ps aux', view).stdout).not.toContain('nginx');
  });

  test('one has a full disk', () => {
    expect(say('df -h /', viewOf('disk-full')).stdout).toMatch(/\/dev\/vda1 {8}39G {3}39G {5}0 100% \/\n$/);
  });

  test('all others have room, and no two the same load', () => {
    const uses = DEMO_HOSTS.filter(({ quirk }) => quirk !== 'disk-full').map(
      ({ diskUsedPercent }) => diskUsedPercent,
    );
    expect(Math.max(...uses)).toBeLessThan(90);
    const loads = DEMO_HOSTS.map((host) => say('uptime', { ...viewOf('none'), host }).stdout);
    expect(new Set(loads).size).toBe(100);
  });
});

test('a stopped service stays stopped until somebody starts it', () => {
  const root = viewOf('none', 'root');
  expect(say('systemctl stop nginx', root)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(say('systemctl is-active nginx', root)).toMatchObject({ exitCode: 3, stdout: 'inactive\n' });
  expect(say('service nginx status', root)).toMatchObject({ exitCode: 3 });
  expect(say('ps aux', root).stdout).not.toContain('nginx');
  say('service nginx start', root);
  expect(say('systemctl is-active nginx', root)).toMatchObject({ exitCode: 0, stdout: 'active\n' });
});

test('the clock moves the uptime by as much', () => {
  const view = viewOf('none');
  const since = say('uptime -s', view).stdout;
  expect(say('uptime -s', { ...view, nowMs: NOW_MS + 90_000 }).stdout).toBe(since);
});
