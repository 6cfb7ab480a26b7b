import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'packages/server/bin/rollcall.js');

/** A running `rollcall serve` of its own data folder. */
export interface Server {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** The printed link, with its one-time code in the fragment. */
  link: string;
  folder: string;
  child: ChildProcess;
  /** Asks the API with the token file, as a script would. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Ends the child with `signal` and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** Starts the server on a free port and waits for its link. */
export async function startServer(options: { folder?: string; args?: string[] } = {}): Promise<Server> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'rollcall-e2e-'));
  const args = [program, 'serve', '--port', '0', '--data', folder, ...(options.args ?? ['--demo'])];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  const said: string[] = [];
  const link = await new Promise<string>((resolve, reject) => {
    const read = (line: string): void => {
      said.push(line);
      const found = /https?:\/\/\S+#code=\S+/.exec(line);
      if (found) resolve(found[0]);
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said.join('\n')}`)));
  });
  const url = new URL(link).origin;
  return {
    url,
    link,
    folder,
    child,
    api: (path, init) => {
      const token = readFileSync(join(folder, 'api-token'), 'utf8').trim();
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token}`);
      return fetch(new URL(path, url), { ...init, headers });
    },
    stop: async () => {
      await end(child);
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the program to its end. */
export async function rollcall(
  args: string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: 'pipe',
    env: { ...process.env, ...options.env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.end(options.input ?? '');
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}
