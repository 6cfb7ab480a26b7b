import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './measure.ts';
import { versionOf } from './report.ts';

/** What every contender is told: the same hosts, key, fan-out and command. */
export interface Task {
  folder: string;
  hosts: string[];
  port: number;
  user: string;
  keyFile: string;
  knownHostsFile: string;
  fanout: number;
  command: string;
  /** Where ssh keeps the sockets of connections that it shares, for 60 s; absent: each run connects anew. */
  sharedIn?: string;
}

const root = join(import.meta.dirname, '../..');

function expectLines(count: number): (stdout: string) => void {
  return (stdout) => {
    const lines = stdout.split('\n').filter((line) => line.trim() !== '').length;
    if (lines < count)
      throw new Error(`printed ${lines} lines, ${count} hosts were asked:\n${stdout.slice(0, 500)}`);
  };
}

/** `rollcall run` with everything a person gets: keys checked, every fact stored in a data folder. */
export function rollcall(task: Task, hostRange: string): Contender {
  const args = [
    'run',
    '--data',
    join(task.folder, 'data'),
    '--user',
    task.user,
    '--port',
    String(task.port),
    '--identity',
    task.keyFile,
  ];
  args.push(
    '--known-hosts',
    task.knownHostsFile,
    '--fanout',
    String(task.fanout),
    '--yes',
    hostRange,
    task.command,
  );
  return {
    name: 'rollcall run',
    command: join(root, 'node_modules/.bin/rollcall'),
    args,
    check: expectLines(task.hosts.length),
  };
}

/** The yardstick of lib/bare-ssh2.ts. */
export function bareLoop(task: Task): Contender {
  const hostsFile = join(task.folder, 'hosts');
  writeFileSync(hostsFile, `${task.hosts.join('\n')}\n`);
  return {
    name: 'bare ssh2 loop',
    command: join(root, 'node_modules/.bin/node'),
    args: [
      join(import.meta.dirname, 'bare-ssh2.ts'),
      hostsFile,
      String(task.port),
      task.user,
      task.keyFile,
      String(task.fanout),
      task.command,
    ],
    check: (stdout) => {
      if (!stdout.startsWith(`${task.hosts.length} hosts, 0 failed`)) throw new Error(stdout);
    },
  };
}

/** Options of ssh for connections that outlive it, or not. */
function sharing({ sharedIn }: Task): string[] {
  if (sharedIn === undefined) return ['-o', 'ControlMaster=no'];
  const path = join(sharedIn, '%C');
  return ['-o', 'ControlMaster=auto', '-o', 'ControlPersist=60s', '-o', `ControlPath=${path}`];
}

/** The tools people use today, each with the same key exchange and its own connection per host. */
export function peers(task: Task): { contenders: Contender[]; versions: Record<string, string> } {
  const { folder, hosts, port, user, keyFile, knownHostsFile, fanout, command } = task;
  const hostsFile = join(folder, 'hosts');
  const sshOptions = [
    '-F',
    'none',
    '-i',
    keyFile,
    '-o',
    `UserKnownHostsFile=${knownHostsFile}`,
    '-o',
    'IdentitiesOnly=yes',
    ...sharing(task),
  ];
  sshOptions.push('-o', 'KexAlgorithms=curve25519-sha256', '-o', 'Ciphers=aes128-gcm@openssh.com');
  const flat = sshOptions.join(' ');
  const inventory = join(folder, 'inventory.ini');
  writeFileSync(
    inventory,
    hosts.map((host) => `${host} ansible_port=${port} ansible_user=${user}`).join('\n'),
  );
  const asyncssh = join(import.meta.dirname, 'asyncssh_loop.py');
  const check = expectLines(hosts.length);
  const all: (Contender & { version: string })[] = [
    {
      name: 'asyncssh',
      command: '/usr/bin/python3',
      args: [asyncssh, hostsFile, String(port), user, keyFile, String(fanout), command],
      version: versionOf('/usr/bin/python3', '-c', 'import asyncssh; print(asyncssh.__version__)'),
    },
    {
      name: 'pssh',
      command: 'parallel-ssh',
      args: ['-h', hostsFile, '-p', String(fanout), '-l', user, '-x', `${flat} -p ${port}`, '-i', command],
      version: versionOf('parallel-ssh', '--version'),
    },
    {
      name: 'pdsh',
      command: 'pdsh',
      args: ['-R', 'ssh', '-f', String(fanout), '-l', user, '-w', hosts.join(','), command],
      env: { PDSH_SSH_ARGS_APPEND: `${flat} -p ${port}` },
      version: versionOf('pdsh', '-V'),
    },
    {
      name: 'clush',
      command: 'clush',
      args: ['-f', String(fanout), '-l', user, '-o', `${flat} -p ${port}`, '-w', hosts.join(','), command],
      version: versionOf('clush', '--version'),
    },
    {
      name: 'Ansible raw',
      command: 'ansible',
      args: ['all', '-i', inventory, '-f', String(fanout), '-m', 'raw', '-a', command, '-o'],
      env: {
        ANSIBLE_HOST_KEY_CHECKING: 'False',
        ANSIBLE_SSH_ARGS: flat,
        ANSIBLE_PIPELINING: 'True',
        ANSIBLE_PRIVATE_KEY_FILE: keyFile,
        ANSIBLE_LOCALHOST_WARNING: 'False',
      },
      version: versionOf('ansible', '--version'),
    },
  ];
  const present = all.filter(({ version }) => !/not installed|Error|ENOENT|Traceback/.test(version));
  return {
    contenders: present.map((peer) => ({
      name: peer.name,
      command: peer.command,
      args: peer.args,
      ...(peer.env && { env: peer.env }),
      check,
    })),
    versions: Object.fromEntries(all.map(({ name, version }) => [name, version])),
  };
}
