/** A real ssh-agent for tests. Not part of the product. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestAgent {
  /** For `SSH_AUTH_SOCK`. */
  socket: string;
  /** Gives it one more private key. */
  add(privateKeyPath: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts ssh-agent without keys; resolves when it answers. */
export async function startAgent(): Promise<TestAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-agent-'));
  const socket = join(folder, 'socket');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  // It prints its socket when it listens.
  await once(child.stdout, 'data');
  return {
    socket,
    add: async (path) =>
      void (await run('ssh-add', ['-q', path], { env: { ...process.env, SSH_AUTH_SOCK: socket } })),
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
