import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSshd } from '../../packages/server/src/testing/sshd.ts';
import type { Task } from './peers.ts';

/** Where a task is carried out, and what ends that. */
export interface RealSshd {
  task: Task;
  stop: () => Promise<void>;
}

/**
 * Starts a real sshd that is all of `hosts` (addresses of 127.0.0.0/8), with the key exchange and cipher of all contenders, and turns
 * none of their logins away. Its host key stands in the known_hosts file of the task.
 */
export async function startRealSshd(asked: Pick<Task, 'hosts' | 'fanout' | 'command'>): Promise<RealSshd> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const sshd = await startSshd({
    extraConfig: ['KexAlgorithms curve25519-sha256', 'Ciphers aes128-gcm@openssh.com', 'MaxStartups 10000'],
    addresses: ['0.0.0.0'],
    hostKeyTypes: ['ed25519'],
  });
  const knownHostsFile = join(folder, 'known_hosts');
  const lines = sshd.hostKeys.flatMap(({ type, key }) =>
    asked.hosts.map((host) => `[${host}]:${sshd.port} ${type} ${key}\n`),
  );
  writeFileSync(knownHostsFile, lines.join(''));
  return {
    task: {
      ...asked,
      folder,
      port: sshd.port,
      user: sshd.userName,
      keyFile: sshd.privateKeyPath,
      knownHostsFile,
    },
    async stop() {
      await sshd.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
