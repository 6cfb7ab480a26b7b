/** A real ssh-agent for tests. Not part of the product. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestAgent {
  /** For `SSH_AUTH_SOCK`. */
  socket: string;
  /** Gives it one more private key. */
  add(privateKeyPath: string, passphrase?: string): Promise<void>;
  /** Takes all keys from it. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

/** A program that prints `$PASSPHRASE`. */
async function sayer(folder: string): Promise<string> {
  const path = join(folder, 'askpass');
  await writeFile(path, '#!/bin/sh\nprintf "%s\\n" "$PASSPHRASE"\n', { mode: 0o700 });
  return path;
}

/** Starts ssh-agent without keys; resolves when it answers. */
export async function startAgent(): Promise<TestAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-agent-'));
  const socket = join(folder, 'socket');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  // It prints its socket when it listens.
  await once(child.stdout, 'data');
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  return {
    socket,
    async add(path, passphrase = '') {
      // ssh-add takes a passphrase from a terminal, or from a program that prints it.
      const asks = { SSH_ASKPASS: await sayer(folder), SSH_ASKPASS_REQUIRE: 'force', PASSPHRASE: passphrase };
      await run('ssh-add', ['-q', path], { env: { ...env, ...asks } });
    },
    empty: async () => void (await run('ssh-add', ['-q', '-D'], { env })),
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
